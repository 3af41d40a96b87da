import { requestRun } from '@/lib/exports/request-run'
import { activeConnections } from '@/lib/connections/active-connections'
import { inngest } from '../client'
import { exportRequested, reconcileRequested } from '../events'

/** Every hour: each live connection's Dropbox is compared with the ledger, in pages. */
export const reconcileHourly = inngest.createFunction({ id: 'reconcile-hourly', triggers: [{ cron: '7 * * * *' }], retries: 2 }, async ({ step }) => {
  let after: string | null = null
  for (let page = 1; ; page++) {
    const found: Awaited<ReturnType<typeof activeConnections>> = await step.run(`page-${page}`, () => activeConnections({ after, limit: 1000 }))
    if (found.length === 0) return { pages: page - 1 }
    await step.sendEvent(`send-${page}`, found.map((connection) => reconcileRequested.create(connection)))
    after = found.at(-1)?.connectionId ?? null
  }
})

/** One connection, hourly or soon after Dropbox's webhook: its run reconciles and brings back what came back, nothing else. */
export const reconcileDeletions = inngest.createFunction(
  { id: 'reconcile-deletions', triggers: [reconcileRequested], debounce: { key: 'event.data.connectionId', period: '10s' }, retries: 3 },
  async ({ event, step }) => {
    const { connectionId, organizationId } = event.data
    const { runId } = await step.run('request', () => requestRun({ organizationId, connectionId, trigger: 'reconcile' }))
    await step.sendEvent('send', exportRequested.create({ runId, connectionId, organizationId, lane: 'planned' }, { id: `export:${runId}` }))
    return { runId }
  },
)
