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
          <li key={row.id}>
            <details className="group" name="add">
              <summary
                aria-label={t('add.for', { name: `${row.counterparty} ${money}` })}
                className="flex list-none flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 hover:bg-sunken/60 sm:px-6 [&::-webkit-details-marker]:hidden focus-visible:-outline-offset-2"
              >
                <span className="w-24 shrink-0 text-muted">{format.day(row.emittedAt)}</span>
                <span className="order-1 min-w-0 flex-1 basis-full sm:order-none sm:basis-48">
                  <span className="block truncate font-medium">{row.counterparty}</span>
                  <span className="block truncate text-xs text-muted">
                    {row.accountLabel} · {t('columns.receipts')}: {t('transaction.receipts', { count: row.receipts })}
                    {row.pendingUploads > 0 && ` · ${t('add.pending', { count: row.pendingUploads })}`}
                  </span>
                </span>
                <span className="ml-auto shrink-0 tabular-nums">{money}</span>
                {canAdd && (
                  <span aria-hidden="true" className={buttonStyle({ size: 'small', className: 'order-2 sm:order-none' })}>
                    <Plus className="transition-transform group-open:rotate-45" />
                    {t('add.title')}
                  </span>
                )}
              </summary>
              {canAdd && <div className="px-4 pt-1 pb-4 sm:px-6">{taken >= MOST_RECEIPTS ? <p className="text-muted">{t('add.full')}</p> : <AddReceipt transactionId={row.id} words={words} errors={errors} />}</div>}
            </details>
          </li>
        )
      })}
    </ul>
  )
}
