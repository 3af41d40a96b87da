import { Activity } from 'lucide-react'
import type { Metadata } from 'next'
import { z } from 'zod'
import { AuditLog } from '@/components/activity/audit-log'
import { BackgroundWorkCard } from '@/components/activity/background-work-card'
import { DeletionList } from '@/components/dropbox/deletion-list'
import { RunHistory } from '@/components/dropbox/run-history'
import { errorWords } from '@/components/shell/error-words'
import { PageHeader } from '@/components/shell/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { listBackgroundWork } from '@/lib/activity/list-background-work'
import { auditChainState } from '@/lib/audit/audit-chain-state'
import { listAudit } from '@/lib/audit/list-audit'
import { isAllowed } from '@/lib/auth/permissions'
import { requirePermission } from '@/lib/auth/require-actor'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { listDeletions } from '@/lib/deletions/list-deletions'
import { listRuns } from '@/lib/exports/list-runs'
import { getTranslations } from '@/lib/i18n/get-translations'
import { bringBackFolder, bringBackReceipt } from '../connect/dropbox/actions'
import { retryRun } from './actions'

const RUNS = 50
const ENTRIES = 50

type Props = { searchParams: Promise<{ before?: string | string[] }> }

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('activity'))('title') })

export default async function ActivityPage({ searchParams }: Props) {
  const { organizationId, role } = await requirePermission('activity.view')
  const t = await getTranslations('activity')
  const connection = await findLiveConnection(organizationId)
  const before = z.coerce.number().int().positive().optional().catch(undefined).parse((await searchParams).before)
  const [runs, deletions, entries, chain, work] = await Promise.all([
    connection ? listRuns(organizationId, connection.id, RUNS) : [],
    connection ? listDeletions(organizationId, connection.id) : [],
    listAudit(organizationId, { limit: ENTRIES, ...(before && { before }) }),
    auditChainState(organizationId),
    listBackgroundWork(organizationId),
  ])
  const oldest = entries.at(-1)
  const canChange = isAllowed(role, 'connection.manage')
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('title')} hint={t('intro')} />
      {connection ? (
        <>
          <RunHistory runs={runs} />
          <DeletionList deletions={deletions} bringBack={bringBackFolder} bringReceiptBack={bringBackReceipt} errors={await errorWords([])} canChange={canChange} />
        </>
      ) : (
        <div className="rounded-xl border bg-surface shadow-card">
          <EmptyState icon={<Activity />} title={t('notConnected.title')}>
            {t('notConnected.text')}
          </EmptyState>
        </div>
      )}
      <BackgroundWorkCard work={work} retry={retryRun} errors={await errorWords(['not_connected'])} canChange={canChange} />
      <AuditLog rows={entries} chain={chain} older={entries.length === ENTRIES && oldest ? `/activity?before=${oldest.seq}#log` : null} isFirst={before === undefined} />
    </div>
  )
}
