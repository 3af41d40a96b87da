'use client'

import { ActionForm } from '@/components/ui/action-form'
import { FormDone } from '@/components/ui/form-done'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SelectField } from '@/components/ui/select-field'
import { SubmitButton } from '@/components/ui/submit-button'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  timeZone: string
  zones: string[]
  locale: string
  languages: Record<string, string>
  isLocked: boolean
  words: Record<'timeZone' | 'language' | 'save' | 'saved', string>
}

/** Time zone and language of the organization. */
export function RegionForm({ action, errors, timeZone, zones, locale, languages, isLocked, words }: Props) {
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-5">
      <fieldset disabled={isLocked} className="grid gap-5 sm:grid-cols-2">
        <SelectField label={words.timeZone} name="timeZone" defaultValue={timeZone} options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))} />
        <SelectField label={words.language} name="locale" defaultValue={locale} options={Object.entries(languages).map(([value, label]) => ({ value, label }))} />
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
