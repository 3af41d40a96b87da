import { IconSheet } from '@/components/ui/icon-sheet'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { ReceiptRow } from '@/lib/receipts/present'
import { ReceiptLines } from './receipt-lines'
import { LOOK } from './receipt-state'

const signed = (row: Pick<ReceiptRow, 'side' | 'amountCents'>) => (row.side === 'debit' ? -row.amountCents : row.amountCents)

/** Receipts as lines on wide screens and as cards on phones. */
export async function ReceiptTable({ rows, label }: { rows: ReceiptRow[]; label: string }) {
  const t = await getTranslations('receipts')
  const format = await getFormat()
  const lines = rows.map((row) => ({
    id: row.id,
    day: format.day(row.emittedAt),
    counterparty: row.counterparty,
    fileName: row.fileName,
    account: row.accountLabel,
    money: format.money(signed(row), row.currency),
    state: row.state,
  }))
  const states = [...new Set(rows.map((row) => row.state))]
  const headings = { date: t('columns.date'), receipt: t('columns.receipt'), account: t('columns.account'), amount: t('columns.amount'), state: t('columns.state') }
  return (
    <>
      <IconSheet icons={Object.fromEntries(states.map((state) => [`receipt-${state}`, LOOK[state].icon]))} />
      <ReceiptLines
        label={label}
        lines={lines}
        headings={headings}
        states={Object.fromEntries(states.map((state) => [state, { tone: LOOK[state].tone, text: t(`state.${state}`) }]))}
      />
    </>
  )
}
