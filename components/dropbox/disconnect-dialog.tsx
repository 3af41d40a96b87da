'use client'

import { Check } from 'lucide-react'
import { ActionForm } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { SubmitButton } from '@/components/ui/submit-button'

export type DisconnectProps = {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  connectionId: string
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  words: { title: string; intro: string; stops: string; stay: string; revoked: string; after: string; confirm: string; cancel: string }
}

/** What disconnecting does, before it is done. */
export default function DisconnectDialog({ isOpen, onOpenChange, connectionId, action, errors, words }: DisconnectProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={words.title} description={words.intro}>
      <ul className="flex flex-col gap-2">
        {[words.stops, words.stay, words.revoked].map((text) => (
          <li key={text} className="flex gap-2.5">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
            {text}
          </li>
        ))}
      </ul>
      <p className="mt-4 text-muted">{words.after}</p>
      <ActionForm action={action} errors={errors} className="mt-6 flex flex-col gap-3">
        <input type="hidden" name="connectionId" value={connectionId} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{words.cancel}</Button>
          <SubmitButton tone="danger">{words.confirm}</SubmitButton>
        </div>
      </ActionForm>
    </Dialog>
  )
}
