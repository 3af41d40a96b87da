'use client'

import { Check, Copy } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from './button'

type Props = { label: string; value: string; words: { copy: string; copied: string } }

/** A text that is needed elsewhere, whole on any screen, with a button that copies it. Without JavaScript it can still be selected. */
export function CopyField({ label, value, words }: Props) {
  const id = useId()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <p id={id} className="font-medium">
        {label}
      </p>
      <div className="flex items-center gap-2 rounded-lg border bg-sunken py-1 pr-1 pl-3">
        <p className="min-w-0 flex-1 py-1 wrap-anywhere select-all">{value}</p>
        <Button size="small" onClick={copy} className="shrink-0 self-start">
          {isCopied ? <Check aria-hidden="true" className="text-ok" /> : <Copy aria-hidden="true" />}
          <span aria-live="polite">{isCopied ? words.copied : words.copy}</span>
        </Button>
      </div>
    </div>
  )
}
