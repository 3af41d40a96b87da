'use client'

import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  name: string
  earlier: string[]
  words: { label: string; placeholder: string; earlier: string; next: string }
}

/** The connection's name: filled in with the last one used, earlier ones one press away. */
export function NameForm({ action, errors, name, earlier, words }: Props) {
  const [chosen, setChosen] = useState(name)
  return (
    <ActionForm action={action} errors={errors} className="flex flex-col gap-6">
      <div>
        <Field key={chosen} label={words.label} name="name" defaultValue={chosen} placeholder={words.placeholder} autoComplete="off" autoFocus />
        {earlier.length > 0 && (
          <div className="mt-3 flex flex-wrap items-center gap-2">
            <span className="text-muted">{words.earlier}</span>
            {earlier.map((other) => (
              <button key={other} type="button" onClick={() => setChosen(other)} className="max-w-full min-h-7 truncate rounded-full border bg-surface px-3 py-1 text-xs hover:bg-sunken">
                {other}
              </button>
            ))}
          </div>
        )}
      </div>
      <SubmitButton size="large" className="sm:self-end">
        {words.next}
      </SubmitButton>
    </ActionForm>
  )
}
