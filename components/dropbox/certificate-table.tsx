import { getTranslations } from 'next-intl/server'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { CertificateRow } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'

/** Counts by account and period: what there is, what is in Dropbox, and what is not and why. */
export async function CertificateTable({ rows, label }: { rows: CertificateRow[]; label: string }) {
  const t = await getTranslations('connect.certificate')
  const format = await getFormat()
  const sum = (name: 'receipts' | 'inDropbox' | 'bytes' | 'owed' | 'keptAway' | 'changed') => rows.reduce((total, row) => total + row[name], 0)
  return (
    <Table label={label} className="min-w-4xl print:min-w-0">
      <thead>
        <tr>
          <Th>{t('account')}</Th>
          <Th>{t('period')}</Th>
          {(['receipts', 'inDropbox', 'size', 'owed', 'keptAway', 'changed', 'checked'] as const).map((name) => (
            <Th key={name} numeric>{t(name)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={`${row.accountLabel} ${row.period}`}>
            <Td>{row.accountLabel}</Td>
            <Td className="whitespace-nowrap">{format.period(row.period)}</Td>
            <Td numeric>{format.number(row.receipts)}</Td>
            <Td numeric>{format.number(row.inDropbox)}</Td>
            <Td numeric>{format.bytes(row.bytes)}</Td>
            <Td numeric>{format.number(row.owed)}</Td>
            <Td numeric>{format.number(row.keptAway)}</Td>
            <Td numeric>{format.number(row.changed)}</Td>
            <Td numeric>{row.checkedAt ? format.moment(row.checkedAt) : '–'}</Td>
          </Tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold [&>td]:border-t [&>td]:border-b-0">
          <Td colSpan={2}>{t('total')}</Td>
          <Td numeric>{format.number(sum('receipts'))}</Td>
          <Td numeric>{format.number(sum('inDropbox'))}</Td>
          <Td numeric>{format.bytes(sum('bytes'))}</Td>
          <Td numeric>{format.number(sum('owed'))}</Td>
          <Td numeric>{format.number(sum('keptAway'))}</Td>
          <Td numeric>{format.number(sum('changed'))}</Td>
          <Td />
        </tr>
      </tfoot>
    </Table>
  )
}
