'use client'

import { useEffect, useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { fill } from '@/components/ui/fill'
import { FormDone } from '@/components/ui/form-done'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'

const TYPING_MS = 300

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  sample: (template: string) => Promise<{ ok: true; value: string | null } | { ok: false }>
  errors: ErrorWords
  periodKind: string
  fileTemplate: string
  firstSample: string | null
  isLocked: boolean
  words: Record<'period' | 'month' | 'quarter' | 'year' | 'template' | 'sample' | 'sampleWrong' | 'templateHint' | 'save' | 'saved', string>
}

/** Period folders and file names, with the name that a receipt would get while one types. */
export function FilingForm({ action, sample, errors, periodKind, fileTemplate, firstSample, isLocked, words }: Props) {
  const [template, setTemplate] = useState(fileTemplate)
  const [name, setName] = useState(firstSample)
  useEffect(() => {
    if (template === fileTemplate) return
    const timer = setTimeout(async () => {
      const result = await sample(template)
      if (result.ok) setName(result.value)
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [template, fileTemplate, sample])
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-5">
      <fieldset disabled={isLocked} className="grid gap-5 sm:grid-cols-[12rem_1fr]">
        <SelectField label={words.period} name="periodKind" defaultValue={periodKind} options={(['month', 'quarter', 'year'] as const).map((kind) => ({ value: kind, label: words[kind] }))} />
        <Field label={words.template} name="fileTemplate" hint={words.templateHint} defaultValue={fileTemplate} maxLength={120} spellCheck={false} autoComplete="off" onChange={(event) => setTemplate(event.target.value)} />
      </fieldset>
      <p aria-live="polite" className="rounded-lg bg-sunken px-3 py-2 text-muted">
        {name === null ? words.sampleWrong : fill(words.sample, { name })}
      </p>
      {!isLocked && (
        <div className="flex flex-wrap items-center gap-3">
          <SubmitButton>{words.save}</SubmitButton>
          <FormDone>{words.saved}</FormDone>
        </div>
      )}
    </ActionForm>
  )
}
