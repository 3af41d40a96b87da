'use client'

import { Command } from '@/components/ui/command'
import type { ErrorWords } from '@/components/ui/form-answer'
import { SheetIcon } from '@/components/ui/icon-sheet'
import type { Action } from '@/components/ui/use-answer'
import { KeptReceipts, type KeptLines } from './kept-receipts'

export type DeletionLine = { id: string; kind: string; path: string; outcome: string; at: string; when: string; canBringBack: boolean; kept: KeptLines | null }

type Props = {
  lines: DeletionLine[]
  /** What each kind is called. */
  kinds: Record<string, string>
  bringBack: Action
  bringReceiptBack: Action
  errors: ErrorWords
  label: string
  canChange: boolean
  isTop: boolean
}

/** Changes made in Dropbox as lines. A client component, so that of each line only the values are sent twice. */
export function DeletionLines({ lines, kinds, bringBack, bringReceiptBack, errors, label, canChange, isTop }: Props) {
  return (
    <ul className={isTop ? 'divide-y border-t' : 'divide-y'}>
      {lines.map(({ id, kind, path, outcome, at, when, canBringBack, kept }) => (
        <li key={id} className="deletion-line">
          <SheetIcon name={kind} className="mt-0.5 size-4 shrink-0 text-muted" />
          <div className="min-w-0 flex-1 basis-64 break-words text-muted">
            <p>
              <span className="font-medium text-ink">{kinds[kind]}</span> {path}
            </p>
            <p className="mt-0.5">{outcome}</p>
          </div>
          <time dateTime={at} className="text-xs leading-5 text-muted">{when}</time>
          {canBringBack && canChange && (
            <Command action={bringBack} errors={errors} values={{ deletionId: id }} size="small" label={`${label}: ${path}`}>
              {label}
            </Command>
          )}
          {kept && <KeptReceipts kept={kept} bringBack={bringReceiptBack} errors={errors} label={label} canChange={canChange} />}
        </li>
      ))}
    </ul>
  )
}
