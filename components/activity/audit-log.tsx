import { Download, Link2, Link2Off } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table'
import type { AuditRow } from '@/lib/audit/list-audit'
import type { ChainCheck } from '@/lib/audit/verify-audit-chain'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

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
  const columns = [
    { heading: t('log.when'), className: 'whitespace-nowrap' },
    { heading: t('log.who') },
    { heading: t('log.what') },
    { heading: t('log.details'), className: 'text-xs leading-5 text-muted @3xl:max-w-72' },
    { heading: t('log.hash'), className: 'font-mono text-xs leading-5 text-muted' },
  ]
  const lines = rows.map((row) => ({
    key: String(row.seq),
    cells: [format.moment(row.at), row.actorName, t(`action.${row.action}`), inWords(row.detail) || '–', { text: row.hash.slice(0, 10), title: row.hash }],
  }))
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
        <DataTable label={t('log.title')} columns={columns} lines={lines} />
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
