'use client'

import { useState } from 'react'
import { ActionForm } from './action-form'
import { Button } from './button'
import { Dialog } from './dialog'
import type { ErrorWords, FormAnswer } from './form-answer'
import { SubmitButton } from './submit-button'

type Props = {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  values: Record<string, string>
  words: Record<'open' | 'label' | 'title' | 'text' | 'confirm' | 'cancel', string>
}

/** A button whose action is asked about first, because it cannot be taken back. */
export function Confirm({ action, errors, values, words }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button tone="quiet" className="h-10" aria-label={words.label} onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={words.title} description={words.text}>
        <ActionForm action={action} errors={errors} className="flex flex-col gap-3">
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{words.cancel}</Button>
            <SubmitButton tone="danger">{words.confirm}</SubmitButton>
          </div>
        </ActionForm>
      </Dialog>
    </>
  )
}
