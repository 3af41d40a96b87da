import { retryRevocations } from '@/lib/connections/retry-revocations'
import { now } from '@/lib/clock'
import { sweepRuns } from '@/lib/exports/sweep-runs'
import { retryQontoRevocations } from '@/lib/qonto-access/retry-qonto-revocations'
import { inngest } from '../client'
import { exportRequested } from '../events'
import { laneOf } from '../lanes'

/**
 * Every two minutes: runs whose event was lost or whose executor died are sent again, runs that passing trouble had ended are followed by
 * another, and revocations that Dropbox or Qonto had not answered are repeated. Two minutes, because a person who waits for a run gives up
 * after about that; the bounds of each rule stand with it.
 */
export const sweep = inngest.createFunction({ id: 'sweep', triggers: [{ cron: '*/2 * * * *' }], retries: 1 }, async ({ step }) => {
  const { runs, at } = await step.run('runs', async () => ({ runs: await sweepRuns(), at: now().getTime() }))
  if (runs.length > 0) {
    await step.sendEvent('send', runs.map(({ trigger, ...run }) => exportRequested.create({ ...run, lane: laneOf(trigger) }, { id: `export:${run.runId}:sweep:${at}` })))
  }
  await step.run('revocations', () => retryRevocations())
  await step.run('qonto-revocations', () => retryQontoRevocations())
  return { sent: runs.length }
})
