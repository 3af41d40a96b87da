import { Plus } from 'lucide-react'
import type { ErrorWords } from '@/components/ui/form-answer'
import { IconSheet } from '@/components/ui/icon-sheet'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import type { TransactionRow } from '@/lib/receipts/present'
import { TransactionLines } from './transaction-lines'

const MOST_RECEIPTS = 5

type Props = { rows: TransactionRow[]; errors: ErrorWords; canAdd: boolean }

/** Transactions, each with its receipts' number and the way to add one. */
export async function TransactionList({ rows, errors, canAdd }: Props) {
  const t = await getTranslations('receipts')
  const format = await getFormat()
  const lines = rows.map((row) => ({
    id: row.id,
    day: format.day(row.emittedAt),
    counterparty: row.counterparty,
    about: `${row.accountLabel} · ${t('columns.receipts')}: ${t('transaction.receipts', { count: row.receipts })}${row.pendingUploads > 0 ? ` · ${t('add.pending', { count: row.pendingUploads })}` : ''}`,
    money: format.money(row.side === 'debit' ? -row.amountCents : row.amountCents, row.currency),
    isFull: row.receipts + row.pendingUploads >= MOST_RECEIPTS,
  }))
  return (
    <>
      <IconSheet icons={{ add: Plus }} />
      <TransactionLines lines={lines} words={await getWords('receipts', 'add')} errors={errors} canAdd={canAdd} />
    </>
  )
}
