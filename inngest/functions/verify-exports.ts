import { RetryAfterError } from 'inngest'
import { activeConnections } from '@/lib/connections/active-connections'
import { toAppError } from '@/lib/errors'
import { verifyNow } from '@/lib/exports/verify-now'
import { inngest } from '../client'
import { exportRequested, reconcileRequested, verifyRequested } from '../events'

const NIGHTLY_SAMPLE = 20

/** Every night: a few files of each connection, those that were confirmed longest ago. */
export const verifyNightly = inngest.createFunction({ id: 'verify-nightly', triggers: [{ cron: '17 3 * * *' }], retries: 2 }, async ({ step }) => {
  let after: string | null = null
  for (let page = 1; ; page++) {
    const found: Awaited<ReturnType<typeof activeConnections>> = await step.run(`page-${page}`, () => activeConnections({ after, limit: 1000 }))
    if (found.length === 0) return { pages: page - 1 }
    await step.sendEvent(`send-${page}`, found.map((connection) => verifyRequested.create({ ...connection, sample: NIGHTLY_SAMPLE })))
    after = found.at(-1)?.connectionId ?? null
  }
})

/** One connection: *Verify now*, or the nightly sample. A mismatch is exported again; a missing file is left to the deletion rules. */
export const verifyConnection = inngest.createFunction(
  { id: 'verify-connection', triggers: [verifyRequested], singleton: { key: 'event.data.connectionId', mode: 'skip' }, retries: 10 },
  async ({ event, step }) => {
    const { connectionId, organizationId, sample } = event.data
    const result = await step.run('verify', async () => {
      try {
        return await verifyNow(organizationId, connectionId, sample)
      } catch (thrown) {
        const { code, next, retryAfter } = toAppError(thrown)
        if (code === 'run_in_progress') throw new RetryAfterError(code, '30s', { cause: thrown })
        if (next === 'retry') throw new RetryAfterError(code, `${Math.max(30, retryAfter ?? 0)}s`, { cause: thrown })
        return { problem: code }
      }
    })
    if ('problem' in result) return result
    if (result.runId) await step.sendEvent('export', exportRequested.create({ runId: result.runId, connectionId, organizationId, lane: 'planned' }, { id: `export:${result.runId}` }))
    if (result.missing > 0) await step.sendEvent('reconcile', reconcileRequested.create({ connectionId, organizationId }))
    return result
  },
)
