'use client'

import { useEffect, useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { fill } from '@/components/ui/fill'
import { FormDone } from '@/components/ui/form-done'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { SwitchField } from './switch-field'

const TYPING_MS = 300

const PERIODS = ['month', 'quarter', 'year'] as const
type Naming = { periodKind: (typeof PERIODS)[number]; fileTemplate: string }

type Word =
  | 'period' | 'month' | 'quarter' | 'year' | 'template' | 'sample' | 'sampleWrong' | 'keepManifest' | 'keepManifestHint' | 'keepProbative' | 'keepProbativeHint'
  | 'templateHint' | 'save' | 'saved'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  sample: (naming: Naming) => Promise<{ ok: true; value: string | null } | { ok: false }>
  errors: ErrorWords
  filing: Naming & { keepManifest: boolean; keepProbative: boolean }
  firstSample: string | null
  isLocked: boolean
  words: Record<Word, string>
}

/** Period folders, file names and what lies beside the receipts, with the place that a receipt would get while one types. */
export function FilingForm({ action, sample, errors, filing, firstSample, isLocked, words }: Props) {
  const [naming, setNaming] = useState<Naming>({ periodKind: filing.periodKind, fileTemplate: filing.fileTemplate })
  const [path, setPath] = useState(firstSample)
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(async () => {
      const result = await sample(naming)
      if (isCurrent && result.ok) setPath(result.value)
    }, TYPING_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [naming, sample])
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-5">
      <fieldset disabled={isLocked} className="flex flex-col gap-5">
        <div className="grid gap-5 sm:grid-cols-[12rem_1fr]">
          <SelectField
            label={words.period}
            name="periodKind"
            defaultValue={filing.periodKind}
            options={PERIODS.map((kind) => ({ value: kind, label: words[kind] }))}
            onChange={(event) => setNaming({ ...naming, periodKind: PERIODS.find((kind) => kind === event.target.value) ?? naming.periodKind })}
          />
          <Field
            label={words.template}
            name="fileTemplate"
            hint={words.templateHint}
            defaultValue={filing.fileTemplate}
            maxLength={120}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setNaming({ ...naming, fileTemplate: event.target.value })}
          />
        </div>
        <p aria-live="polite" className="rounded-lg bg-sunken px-3 py-2 break-words text-muted">
          {path === null ? words.sampleWrong : fill(words.sample, { name: path })}
        </p>
        <SwitchField label={words.keepManifest} hint={words.keepManifestHint} name="keepManifest" defaultChecked={filing.keepManifest} />
        <SwitchField label={words.keepProbative} hint={words.keepProbativeHint} name="keepProbative" defaultChecked={filing.keepProbative} />
      </fieldset>
      {!isLocked && (
        <div className="flex flex-wrap items-center gap-3">
          <SubmitButton>{words.save}</SubmitButton>
          <FormDone>{words.saved}</FormDone>
        </div>
      )}
    </ActionForm>
  )
}
