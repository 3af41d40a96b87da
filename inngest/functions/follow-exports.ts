import { nextQueuedRun } from '@/lib/exports/next-queued-run'
import { inngest } from '../client'
import { exportRequested, exportSettled } from '../events'
import { LANE_TRIGGERS } from '../lanes'

/** Soon after an export that somebody asked for: one that was asked for while it ended, and whose event was skipped, is sent again. */
export const followExports = inngest.createFunction({ id: 'follow-exports', triggers: [exportSettled], retries: 2 }, async ({ event, step }) => {
  const { organizationId, connectionId } = event.data
  const runId = await step.run('next', () => nextQueuedRun(organizationId, connectionId, LANE_TRIGGERS.asked))
  if (runId) await step.sendEvent('send', exportRequested.create({ runId, connectionId, organizationId, lane: 'asked' }, { id: `export:${runId}:settled:${event.id}` }))
  return { runId }
})
