import { Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { buttonStyle } from '@/components/ui/button-style'
import type { ErrorWords } from '@/components/ui/form-answer'
import { getFormat } from '@/lib/i18n/get-format'
import { getWords } from '@/lib/i18n/get-words'
import type { TransactionRow } from '@/lib/receipts/present'
import { AddReceipt } from './add-receipt'

const MOST_RECEIPTS = 5

type Props = { rows: TransactionRow[]; errors: ErrorWords; canAdd: boolean }

/** Transactions, each with its receipts' number and the way to add one. */
export async function TransactionList({ rows, errors, canAdd }: Props) {
  const t = await getTranslations('receipts')
  const words = await getWords('receipts', 'add')
  const format = await getFormat()
  return (
    <ul className="divide-y">
      {rows.map((row) => {
        const money = format.money(row.side === 'debit' ? -row.amountCents : row.amountCents, row.currency)
        const taken = row.receipts + row.pendingUploads
        return (
          <li key={row.id} className="px-4 py-3 sm:px-6">
            <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
              <span className="w-28 shrink-0 text-muted">{format.day(row.emittedAt)}</span>
              <span className="min-w-0 flex-1 basis-48">
                <span className="block truncate font-medium">{row.counterparty}</span>
                <span className="block truncate text-xs text-muted">
                  {row.accountLabel} · {t('columns.receipts')}: {t('transaction.receipts', { count: row.receipts })}
                  {row.pendingUploads > 0 && ` · ${t('add.pending', { count: row.pendingUploads })}`}
                </span>
              </span>
              <span className="shrink-0 tabular-nums">{money}</span>
            </div>
            {canAdd &&
              (taken >= MOST_RECEIPTS ? (
                <p className="mt-2 text-xs text-muted">{t('add.full')}</p>
              ) : (
                <details className="group mt-2">
                  <summary aria-label={t('add.for', { name: `${row.counterparty} ${money}` })} className={`${buttonStyle({ size: 'small' })} list-none [&::-webkit-details-marker]:hidden`}>
                    <Plus aria-hidden="true" className="transition-transform group-open:rotate-45" />
                    {t('add.title')}
                  </summary>
                  <div className="mt-3">
                    <AddReceipt transactionId={row.id} words={words} errors={errors} />
                  </div>
                </details>
              ))}
          </li>
        )
      })}
    </ul>
  )
}
