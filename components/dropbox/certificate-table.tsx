import { DataTable, type Cell } from '@/components/ui/data-table'
import { Td, Tr } from '@/components/ui/table'
import type { CertificateRow } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** Counts by account and period: what there is, what is in Dropbox, and what is not and why. */
export async function CertificateTable({ rows, label }: { rows: CertificateRow[]; label: string }) {
  const t = await getTranslations('connect.certificate')
  const format = await getFormat()
  const sum = (name: 'receipts' | 'inDropbox' | 'bytes' | 'owed' | 'keptAway' | 'unanswered' | 'changed' | 'copies' | 'copiesOwed') => rows.reduce((total, row) => total + row[name], 0)
  const hasCopies = sum('copies') + sum('copiesOwed') > 0
  const hasUnanswered = sum('unanswered') > 0
  const copies = (done: number, owed: number) => t('copiesCount', { done: format.number(done), total: format.number(done + owed) })
  const orNone = (count: number): Cell => (count === 0 ? { text: format.number(0), isNone: true } : format.number(count))
  const columns = [
    { heading: t('account'), className: 'min-w-24 wrap-anywhere print:min-w-0' },
    { heading: t('period'), className: 'whitespace-nowrap' },
    ...(['receipts', 'inDropbox', 'size', 'owed', 'keptAway', ...(hasUnanswered ? (['unanswered'] as const) : []), 'changed', 'checked', ...(hasCopies ? (['copies'] as const) : [])] as const).map((name) => ({
      heading: t(name),
      numeric: true,
      ...(name === 'checked' ? { className: 'whitespace-normal' } : {}),
    })),
  ]
  const lines = rows.map((row) => ({
    key: `${row.accountLabel} ${row.period}`,
    cells: [
      row.accountLabel,
      format.period(row.period),
      format.number(row.receipts),
      format.number(row.inDropbox),
      format.bytes(row.bytes),
      orNone(row.owed),
      orNone(row.keptAway),
      ...(hasUnanswered ? [orNone(row.unanswered)] : []),
      orNone(row.changed),
      row.checkedAt ? format.moment(row.checkedAt) : '–',
      ...(hasCopies ? [copies(row.copies, row.copiesOwed)] : []),
    ],
  }))
  const unlessNone = (count: number) => (count === 0 ? 'table-none' : undefined)
  return (
    <DataTable label={label} columns={columns} lines={lines} isDense>
      <tfoot role="rowgroup" className="@max-3xl:block @max-3xl:border-t print:table-footer-group">
        <Tr className="font-semibold @3xl:[&>td]:border-t">
          <Td colSpan={2}>{t('total')}</Td>
          <Td numeric label={t('receipts')}>{format.number(sum('receipts'))}</Td>
          <Td numeric label={t('inDropbox')}>{format.number(sum('inDropbox'))}</Td>
          <Td numeric label={t('size')}>{format.bytes(sum('bytes'))}</Td>
          <Td numeric label={t('owed')} className={unlessNone(sum('owed'))}>{format.number(sum('owed'))}</Td>
          <Td numeric label={t('keptAway')} className={unlessNone(sum('keptAway'))}>{format.number(sum('keptAway'))}</Td>
          {hasUnanswered && <Td numeric label={t('unanswered')}>{format.number(sum('unanswered'))}</Td>}
          <Td numeric label={t('changed')} className={unlessNone(sum('changed'))}>{format.number(sum('changed'))}</Td>
          <Td className="@max-3xl:hidden" />
          {hasCopies && <Td numeric label={t('copies')}>{copies(sum('copies'), sum('copiesOwed'))}</Td>}
        </Tr>
      </tfoot>
    </DataTable>
  )
}
