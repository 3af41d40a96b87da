import { Download } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { AuditRow } from '@/lib/audit/list-audit'
import { getFormat } from '@/lib/i18n/get-format'

/** Who did what and when; `older` is the address of the entries before these. */
export async function AuditLog({ rows, older, isFirst }: { rows: AuditRow[]; older: string | null; isFirst: boolean }) {
  const t = await getTranslations('activity')
  const format = await getFormat()
  return (
    <Card
      id="log"
      title={t('log.title')}
      hint={t('log.hint')}
      flush
      actions={
        <a href="/api/audit" download className={buttonStyle({ size: 'small' })}>
          <Download aria-hidden="true" />
          {t('log.csv')}
        </a>
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-6">{t('log.empty')}</p>
      ) : (
        <Table label={t('log.title')} className="min-w-2xl">
          <thead>
            <tr>
              <Th>{t('log.when')}</Th>
              <Th>{t('log.who')}</Th>
              <Th>{t('log.what')}</Th>
              <Th>{t('log.details')}</Th>
              <Th>{t('log.hash')}</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.seq}>
                <Td className="whitespace-nowrap">{format.moment(row.at)}</Td>
                <Td>{row.actorName}</Td>
                <Td>{t(`action.${row.action}`)}</Td>
                <Td className="max-w-72 text-xs leading-5 text-muted">{row.detail.map(([key, value]) => `${key}: ${value}`).join(', ') || '–'}</Td>
                <Td className="font-mono text-xs leading-5 text-muted" title={row.hash}>{row.hash.slice(0, 10)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {(older !== null || !isFirst) && (
        <nav aria-label={t('log.title')} className="flex justify-between border-t px-4 py-3 sm:px-6">
          {isFirst ? <span /> : <ButtonLink href="/activity#log" size="small">{t('log.newer')}</ButtonLink>}
          {older !== null && <ButtonLink href={older} size="small">{t('log.older')}</ButtonLink>}
        </nav>
      )}
    </Card>
  )
}
