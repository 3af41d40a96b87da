import { getTranslations } from 'next-intl/server'
import { Link } from '@/components/ui/link'
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table'
import { getFormat } from '@/lib/i18n/get-format'
import type { ReceiptRow } from '@/lib/receipts/present'
import { ReceiptStateBadge } from './receipt-state'

const signed = (row: Pick<ReceiptRow, 'side' | 'amountCents'>) => (row.side === 'debit' ? -row.amountCents : row.amountCents)

/** Receipts as lines on wide screens and as cards on phones. */
export async function ReceiptTable({ rows, label }: { rows: ReceiptRow[]; label: string }) {
  const t = await getTranslations('receipts')
  const format = await getFormat()
  return (
    <>
      <ul className="divide-y lg:hidden">
        {rows.map((row) => (
          <li key={row.id}>
            <Link href={`/receipts/${row.id}`} className="block px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2">
              <span className="flex justify-between gap-3">
                <span className="min-w-0 truncate font-medium">{row.counterparty}</span>
                <span className="shrink-0 tabular-nums">{format.money(signed(row), row.currency)}</span>
              </span>
              <span className="mt-0.5 block truncate text-muted">{row.fileName}</span>
              <span className="mt-2 flex items-center justify-between gap-3">
                <ReceiptStateBadge state={row.state}>{t(`state.${row.state}`)}</ReceiptStateBadge>
                <span className="text-xs text-muted">{format.day(row.emittedAt)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="hidden lg:block">
        <Table label={label} className="table-fixed">
          <Thead>
            <Th className="w-32">{t('columns.date')}</Th>
            <Th>{t('columns.receipt')}</Th>
            <Th className="w-40">{t('columns.account')}</Th>
            <Th numeric className="w-32">{t('columns.amount')}</Th>
            <Th className="w-44">{t('columns.state')}</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.id} className="relative">
                <Td className="whitespace-nowrap">{format.day(row.emittedAt)}</Td>
                <Td>
                  <Link href={`/receipts/${row.id}`} className="block truncate font-medium before:absolute before:inset-0 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-accent">
                    {row.counterparty}
                  </Link>
                  <span className="block truncate text-xs text-muted" title={row.fileName}>{row.fileName}</span>
                </Td>
                <Td className="truncate" title={row.accountLabel}>{row.accountLabel}</Td>
                <Td numeric>{format.money(signed(row), row.currency)}</Td>
                <Td>
                  <ReceiptStateBadge state={row.state}>{t(`state.${row.state}`)}</ReceiptStateBadge>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      </div>
    </>
  )
}
