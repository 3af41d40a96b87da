import { Download, FileCheck } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table'
import type { CertificateRow } from '@/lib/exports/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** The certificate in one line an account, with the way to all of it. */
export async function CertificateCard({ rows }: { rows: CertificateRow[] }) {
  const t = await getTranslations('connect')
  const format = await getFormat()
  const accounts = [...new Set(rows.map((row) => row.accountLabel))].map((label) => total(label, rows.filter((row) => row.accountLabel === label)))
  const actions = (
    <div className="flex flex-wrap gap-2 max-sm:basis-full">
      <ButtonLink href="/connect/dropbox/certificate" size="small">
        <FileCheck aria-hidden="true" />
        {t('certificate.open')}
      </ButtonLink>
      <a href="/api/certificate" download className={buttonStyle({ size: 'small' })}>
        <Download aria-hidden="true" />
        {t('certificate.csv')}
      </a>
    </div>
  )
  return (
    <Card id="certificate" title={t('certificate.title')} hint={rows.length === 0 ? t('certificate.empty') : t('certificate.hint')} flush actions={rows.length > 0 && actions}>
      {rows.length === 0 ? (
        <div className="pb-2" />
      ) : (
        <Table label={t('certificate.title')}>
          <Thead>
            <Th>{t('certificate.account')}</Th>
            <Th numeric>{t('certificate.inDropbox')}</Th>
            <Th numeric>{t('certificate.size')}</Th>
            <Th numeric>{t('certificate.keptAway')}</Th>
            <Th numeric>{t('certificate.checked')}</Th>
          </Thead>
          <Tbody>
            {accounts.map((account) => (
              <Tr key={account.accountLabel}>
                <Td className="min-w-32 wrap-anywhere">{account.accountLabel}</Td>
                <Td numeric label={t('certificate.inDropbox')}>{t('progress.count', { done: format.number(account.inDropbox), total: format.number(account.receipts) })}</Td>
                <Td numeric label={t('certificate.size')}>{format.bytes(account.bytes)}</Td>
                <Td numeric label={t('certificate.keptAway')}>{format.number(account.keptAway)}</Td>
                <Td numeric label={t('certificate.checked')}>{account.checkedAt ? format.moment(account.checkedAt) : '–'}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Card>
  )
}

/** One account over all its periods; checked when the least recently checked of them was, if all were. */
function total(accountLabel: string, rows: CertificateRow[]) {
  const sum = (name: 'receipts' | 'inDropbox' | 'bytes' | 'keptAway') => rows.reduce((before, row) => before + row[name], 0)
  const checked = rows.filter((row) => row.inDropbox > 0).map((row) => row.checkedAt)
  const oldest = checked.every((at) => at !== null) ? (checked.sort()[0] ?? null) : null
  return { accountLabel, receipts: sum('receipts'), inDropbox: sum('inDropbox'), bytes: sum('bytes'), keptAway: sum('keptAway'), checkedAt: oldest }
}
