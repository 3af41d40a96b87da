import { RefreshCw, ShieldCheck } from 'lucide-react'
import { getLocale } from 'next-intl/server'
import { CertificateCard } from '@/components/dropbox/certificate-card'
import { ConnectionDetails } from '@/components/dropbox/connection-details'
import { DeletionList } from '@/components/dropbox/deletion-list'
import { GuardQuestion } from '@/components/dropbox/guard-question'
import { HelpfulLinks } from '@/components/dropbox/helpful-links'
import { LiveStatus } from '@/components/dropbox/live-status'
import { OpenNotices } from '@/components/dropbox/open-notices'
import { ProblemList } from '@/components/dropbox/problem-list'
import { RunHistory } from '@/components/dropbox/run-history'
import { StateNotices } from '@/components/dropbox/state-notices'
import { errorWords } from '@/components/shell/error-words'
import { Command } from '@/components/ui/command'
import type { Actor } from '@/lib/auth/actor'
import { helpfulLinks } from '@/lib/connections/helpful-links'
import type { ConnectionView } from '@/lib/connections/present'
import { getGuard } from '@/lib/deletions/get-guard'
import { listDeletions } from '@/lib/deletions/list-deletions'
import { certificate } from '@/lib/exports/certificate'
import { getProgress } from '@/lib/exports/get-progress'
import { listProblems } from '@/lib/exports/list-problems'
import { listRuns } from '@/lib/exports/list-runs'
import { getTranslations } from '@/lib/i18n/get-translations'
import { listNotices } from '@/lib/notices/list-notices'
import { answerGuardQuestion, bringBackFolder, bringBackReceipt, reconnect, retry, syncNow, verifyNow } from './actions'
import { liveTexts, loadLiveView } from './load-live-view'

type Props = { actor: Actor; connection: ConnectionView; canManage: boolean }

/** The Connect page while a Dropbox is connected: how it stands, what needs a person, and what happened so far. */
export async function Connected({ actor: { organizationId }, connection, canManage }: Props) {
  const t = await getTranslations('connect')
  const [view, notices, progress, guard, problems, deletions, runs, rows, links, errors] = await Promise.all([
    liveTexts().then((texts) => loadLiveView(organizationId, texts)),
    listNotices(organizationId, await getLocale()),
    getProgress(organizationId, connection.id),
    getGuard(organizationId, connection.id),
    listProblems(organizationId, connection.id),
    listDeletions(organizationId, connection.id),
    listRuns(organizationId, connection.id, 10),
    certificate(organizationId, connection.id),
    helpfulLinks(organizationId),
    errorWords(['not_connected', 'run_in_progress', 'dropbox_reconnect', 'dropbox_app_frozen']),
  ])
  const planHref = links.find((link) => link.kind === 'plan')?.href ?? null
  const why = canManage ? (connection.state === 'needs_reconnect' ? t('why.reconnect') : undefined) : t('why.role')
  return (
    <>
      <StateNotices connection={connection} owedBytes={progress.totals.owedBytes} planHref={planHref} reconnect={reconnect} errors={errors} canManage={canManage} />
      {guard && <GuardQuestion guard={guard} answer={answerGuardQuestion} errors={errors} canAnswer={canManage} />}
      <OpenNotices notices={notices.filter(({ tone }) => tone !== 'info')} hasProblems={problems.length > 0} />
      {view && (
        <LiveStatus
          initial={view}
          label={t('progress.label')}
          actions={
            <>
              <Command action={syncNow} errors={errors} tone="primary" why={why}>
                <RefreshCw aria-hidden="true" />
                {t('actions.sync')}
              </Command>
              <Command action={verifyNow} errors={errors} why={why}>
                <ShieldCheck aria-hidden="true" />
                {t('actions.verify')}
              </Command>
            </>
          }
        />
      )}
      <OpenNotices notices={notices.filter(({ tone }) => tone === 'info')} hasProblems={false} />
      <ProblemList problems={problems} retry={retry} errors={errors} canRetry={canManage} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ConnectionDetails connection={connection} owedBytes={progress.totals.owedBytes} />
        <HelpfulLinks links={links} />
      </div>
      <RunHistory runs={runs} />
      <DeletionList deletions={deletions} bringBack={bringBackFolder} bringReceiptBack={bringBackReceipt} errors={errors} canChange={canManage} />
      <CertificateCard rows={rows} />
    </>
  )
}
