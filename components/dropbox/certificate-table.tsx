import { getTranslations } from 'next-intl/server'
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table'
import type { CertificateRow } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'

// Where lines are blocks, what is none takes no line of its own.
const unlessNone = (count: number) => (count === 0 ? '@max-3xl:hidden print:table-cell' : '')

/** Counts by account and period: what there is, what is in Dropbox, and what is not and why. */
export async function CertificateTable({ rows, label }: { rows: CertificateRow[]; label: string }) {
  const t = await getTranslations('connect.certificate')
  const format = await getFormat()
  const sum = (name: 'receipts' | 'inDropbox' | 'bytes' | 'owed' | 'keptAway' | 'unanswered' | 'changed' | 'copies' | 'copiesOwed') => rows.reduce((total, row) => total + row[name], 0)
  const hasCopies = sum('copies') + sum('copiesOwed') > 0
  const hasUnanswered = sum('unanswered') > 0
  const copies = (done: number, owed: number) => t('copiesCount', { done: format.number(done), total: format.number(done + owed) })
  return (
    <Table label={label}>
      <Thead>
        <Th>{t('account')}</Th>
        <Th>{t('period')}</Th>
        {(['receipts', 'inDropbox', 'size', 'owed', 'keptAway', ...(hasUnanswered ? (['unanswered'] as const) : []), 'changed', 'checked'] as const).map((name) => (
          <Th key={name} numeric>{t(name)}</Th>
        ))}
        {hasCopies && <Th numeric>{t('copies')}</Th>}
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={`${row.accountLabel} ${row.period}`}>
            <Td className="min-w-32 wrap-anywhere print:min-w-0">{row.accountLabel}</Td>
            <Td label={t('period')} className="whitespace-nowrap">{format.period(row.period)}</Td>
            <Td numeric label={t('receipts')}>{format.number(row.receipts)}</Td>
            <Td numeric label={t('inDropbox')}>{format.number(row.inDropbox)}</Td>
            <Td numeric label={t('size')}>{format.bytes(row.bytes)}</Td>
            <Td numeric label={t('owed')} className={unlessNone(row.owed)}>{format.number(row.owed)}</Td>
            <Td numeric label={t('keptAway')} className={unlessNone(row.keptAway)}>{format.number(row.keptAway)}</Td>
            {hasUnanswered && <Td numeric label={t('unanswered')} className={unlessNone(row.unanswered)}>{format.number(row.unanswered)}</Td>}
            <Td numeric label={t('changed')} className={unlessNone(row.changed)}>{format.number(row.changed)}</Td>
            <Td numeric label={t('checked')}>{row.checkedAt ? format.moment(row.checkedAt) : '–'}</Td>
            {hasCopies && <Td numeric label={t('copies')}>{copies(row.copies, row.copiesOwed)}</Td>}
          </Tr>
        ))}
      </Tbody>
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
    </Table>
  )
}
