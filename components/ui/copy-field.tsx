'use client'

import { Check, Copy } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from './button'
import { inputStyle } from './field'

type Props = { label: string; value: string; words: { copy: string; copied: string } }

/** A text that is needed elsewhere, with a button that copies it. Without JavaScript it can still be selected. */
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
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input id={id} readOnly value={value} onFocus={(event) => event.currentTarget.select()} className={`${inputStyle} font-mono`} />
        <Button onClick={copy} className="shrink-0">
          {isCopied ? <Check aria-hidden="true" className="size-4 text-ok" /> : <Copy aria-hidden="true" className="size-4" />}
          <span aria-live="polite">{isCopied ? words.copied : words.copy}</span>
        </Button>
      </div>
    </div>
  )
}
