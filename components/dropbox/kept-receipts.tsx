import { useState } from 'react'
import { Command } from '@/components/ui/command'
import type { ErrorWords } from '@/components/ui/form-answer'
import { Link } from '@/components/ui/link'
import type { Action } from '@/components/ui/use-answer'

export type KeptLines = { show: string; receipts: { receiptId: string; name: string }[]; all: string | null }

type Props = { kept: KeptLines; bringBack: Action; errors: ErrorWords; label: string; canChange: boolean }

/** The receipts that a deleted folder keeps away, each with the way to bring it back alone; made when they are first wanted. */
export function KeptReceipts({ kept: { show, receipts, all }, bringBack, errors, label, canChange }: Props) {
  const [wasOpened, setOpened] = useState(false)
  // Opened while the page was still loading: no event told.
  const notice = (details: HTMLDetailsElement | null) => void (details?.open && setOpened(true))
  return (
    <details ref={notice} onToggle={(event) => notice(event.currentTarget)} className="-mt-2 basis-full pl-8">
      <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent hover:underline">{show}</summary>
      {wasOpened && (
        <ul className="mt-2 flex flex-col gap-2 border-l-2 pl-3">
          {receipts.map(({ receiptId, name }) => (
            <li key={receiptId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
              <Link href={`/receipts/${receiptId}`} className="min-w-0 break-words hover:underline">
                {name}
              </Link>
              {canChange && (
                <Command action={bringBack} errors={errors} values={{ receiptId }} size="small" label={`${label}: ${name}`}>
                  {label}
                </Command>
              )}
            </li>
          ))}
        </ul>
      )}
      {wasOpened && all && (
        <p className="mt-2 pl-3">
          <Link href="/receipts?state=kept_away" className="text-accent hover:underline">
            {all}
          </Link>
        </p>
      )}
    </details>
  )
}
