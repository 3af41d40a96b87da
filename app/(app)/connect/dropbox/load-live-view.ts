import { toLiveView, type LiveView } from '@/components/dropbox/live-view'
import { now } from '@/lib/clock'
import { connectionBadge } from '@/lib/connections/connection-badge'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { getGuard } from '@/lib/deletions/get-guard'
import { getProgress } from '@/lib/exports/get-progress'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

/** The texts and formats of this request; kept for as long as its stream is open. */
export async function liveTexts() {
  return { t: await getTranslations('connect'), errors: await getTranslations('errors'), format: await getFormat() }
}

type Texts = Awaited<ReturnType<typeof liveTexts>>

/** How the organization's export stands now, in words; null while nothing is connected. */
export async function loadLiveView(organizationId: string, texts: Texts): Promise<LiveView | null> {
  const connection = await findLiveConnection(organizationId)
  if (!connection) return null
  const [progress, guard] = await Promise.all([getProgress(organizationId, connection.id), getGuard(organizationId, connection.id)])
  const { copies, ...totals } = progress.totals
  const [owed, fresh, failing] = [totals.owed + copies.owed, totals.fresh + copies.fresh, totals.failing + copies.failing]
  const badge = connectionBadge({ connection, hasDraft: false, isRunning: progress.current !== null, owed, fresh, failing, isGuardOpen: guard !== null })
  return toLiveView({ connection, progress, badge, missing: guard?.receipts ?? 0, present: now(), ...texts })
}
