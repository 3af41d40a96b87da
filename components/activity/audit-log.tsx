import { Download, Link2, Link2Off } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table'
import type { AuditRow } from '@/lib/audit/list-audit'
import type { ChainCheck } from '@/lib/audit/verify-audit-chain'
import { getFormat } from '@/lib/i18n/get-format'

type Props = {
  rows: AuditRow[]
  chain: ChainCheck
  /** Address of the entries before these. */
  older: string | null
  isFirst: boolean
}

/** Ids say nothing to people; the download holds them. */
const isForPeople = ([key, value]: [string, unknown]) => !/(^id|Id)$/.test(key) && value !== null
const inWords = (detail: AuditRow['detail']) => Object.entries(detail).filter(isForPeople).map(([key, value]) => `${key}: ${value}`).join(', ')

/** Who did what and when, and whether the chain of entries holds. */
export async function AuditLog({ rows, chain, older, isFirst }: Props) {
  const t = await getTranslations('activity')
  const format = await getFormat()
  return (
    <Card
      id="log"
      title={t('log.title')}
      hint={t('log.hint')}
      flush
      actions={
        <div className="flex flex-wrap items-center gap-3 max-sm:basis-full">
          {chain.intact ? (
            <Badge tone="ok" icon={<Link2 aria-hidden="true" />}>{t('log.intact', { count: chain.entries })}</Badge>
          ) : (
            <Badge tone="bad" icon={<Link2Off aria-hidden="true" />}>{t('log.broken', { position: chain.brokenAt })}</Badge>
          )}
          <a href="/api/audit" download className={buttonStyle({ size: 'small' })}>
            <Download aria-hidden="true" />
            {t('log.csv')}
          </a>
        </div>
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-6">{t('log.empty')}</p>
      ) : (
        <Table label={t('log.title')}>
          <Thead>
            <Th>{t('log.when')}</Th>
            <Th>{t('log.who')}</Th>
            <Th>{t('log.what')}</Th>
            <Th>{t('log.details')}</Th>
            <Th>{t('log.hash')}</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.seq}>
                <Td className="whitespace-nowrap">{format.moment(row.at)}</Td>
                <Td label={t('log.who')}>{row.actorName}</Td>
                <Td label={t('log.what')}>{t(`action.${row.action}`)}</Td>
                <Td label={t('log.details')} className="text-xs leading-5 text-muted @3xl:max-w-72">{inWords(row.detail) || '–'}</Td>
                <Td label={t('log.hash')} className="font-mono text-xs leading-5 text-muted" title={row.hash}>{row.hash.slice(0, 10)}</Td>
              </Tr>
            ))}
          </Tbody>
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
