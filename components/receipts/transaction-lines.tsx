'use client'

import { useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { fill } from '@/components/ui/fill'
import type { ErrorWords } from '@/components/ui/form-answer'
import { SheetIcon } from '@/components/ui/icon-sheet'
import { AddReceipt, type AddWords } from './add-receipt'

type Line = { id: string; day: string; counterparty: string; about: string; money: string; isFull: boolean }
type Words = AddWords & Record<'for' | 'title' | 'full', string>
type Shared = { words: Words; errors: ErrorWords; canAdd: boolean }

/** Transactions as lines that unfold. A client component, so that the words are sent once and not with every line. */
export function TransactionLines({ lines, ...shared }: Shared & { lines: Line[] }) {
  return (
    <ul className="divide-y">
      {lines.map((line) => (
        <li key={line.id}>
          <TransactionLine line={line} {...shared} />
        </li>
      ))}
    </ul>
  )
}

/** What unfolds is made when it is first wanted, and stays: files may be under way. */
function TransactionLine({ line, words, errors, canAdd }: Shared & { line: Line }) {
  const [wasOpened, setOpened] = useState(false)
  // Opened while the page was still loading: no event told.
  const notice = (details: HTMLDetailsElement | null) => void (details?.open && setOpened(true))
  return (
    <details ref={notice} onToggle={(event) => notice(event.currentTarget)} className="group" name="add">
      <summary aria-label={fill(words.for, { name: `${line.counterparty} ${line.money}` })} className="unfolding-line">
        <span className="w-24 shrink-0 text-muted">{line.day}</span>
        <span className="order-1 min-w-0 flex-1 basis-full sm:order-none sm:basis-48">
          <span className="block truncate font-medium">{line.counterparty}</span>
          <span className="block truncate text-xs text-muted">{line.about}</span>
        </span>
        <span className="ml-auto shrink-0 tabular-nums">{line.money}</span>
        {canAdd && (
          <span aria-hidden="true" className={buttonStyle({ size: 'small', className: 'order-2 sm:order-none' })}>
            <SheetIcon name="add" className="transition-transform group-open:rotate-45" />
            {words.title}
          </span>
        )}
      </summary>
      {canAdd && wasOpened && (
        <div className="px-4 pt-1 pb-4 sm:px-6">{line.isFull ? <p className="text-muted">{words.full}</p> : <AddReceipt transactionId={line.id} words={words} errors={errors} />}</div>
      )}
    </details>
  )
}
