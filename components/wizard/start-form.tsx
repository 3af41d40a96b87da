'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useTransition, type ReactNode } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'

export type PresetChoice = { preset: string; title: string; text: string }

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  choices: PresetChoice[]
  chosen: string
  own: { date: string; time: string; latest: string }
  words: { legend: string; date: string; time: string }
  /** What the choice would export, made on the server for the address. */
  preview: ReactNode
  buttons: ReactNode
}

/** The start moment. A choice goes into the address, so that the count beside it follows and a reload keeps it. */
export function StartForm({ action, errors, choices, chosen, own, words, preview, buttons }: Props) {
  const [isPending, startTransition] = useTransition()
  const router = useRouter()
  const path = usePathname()
  // Not the address itself: it lags behind when a second change follows before the first one's page has come.
  const asked = useRef(Object.fromEntries(useSearchParams()))
  const show = (changes: Record<string, string>) => {
    asked.current = { ...asked.current, ...changes }
    const query = new URLSearchParams(asked.current)
    startTransition(() => router.replace(`${path}?${query}`, { scroll: false }))
  }
  const fields = useRef<HTMLFieldSetElement>(null)
  // A choice made before JavaScript had loaded.
  const catchUp = useEffectEvent(() => {
    const made = fields.current?.querySelector<HTMLInputElement>('[name=preset]:checked')?.value
    if (made && made !== chosen) show({ preset: made })
  })
  useEffect(() => catchUp(), [])
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-6">
      <fieldset ref={fields}>
        <legend className="sr-only">{words.legend}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {choices.map((choice) => (
            <label key={choice.preset} className="flex min-h-16 cursor-pointer items-start gap-3 rounded-xl border bg-surface p-4 shadow-card transition-colors hover:border-muted has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent sm:last:col-span-2">
              <input type="radio" name="preset" value={choice.preset} defaultChecked={chosen === choice.preset} onChange={() => show({ preset: choice.preset })} className="mt-0.5 size-4 accent-accent outline-none" />
              <span>
                <span className="block font-medium">{choice.title}</span>
                <span className="block text-muted">{choice.text}</span>
              </span>
            </label>
          ))}
        </div>
        {/* Shown by the choice itself, so that it also works before JavaScript has loaded. */}
        <div className="mt-4 hidden grid-cols-2 gap-4 in-[fieldset:has([value=own]:checked)]:grid">
          <Field label={words.date} name="date" type="date" defaultValue={own.date} max={own.latest} onChange={(event) => event.target.value && show({ preset: 'own', date: event.target.value })} />
          <Field label={words.time} name="time" type="time" defaultValue={own.time} onChange={(event) => event.target.value && show({ preset: 'own', time: event.target.value })} />
        </div>
      </fieldset>
      <div aria-live="polite" aria-busy={isPending} className={isPending ? 'opacity-60 transition-opacity' : 'transition-opacity'}>
        {preview}
      </div>
      {buttons}
    </ActionForm>
  )
}
