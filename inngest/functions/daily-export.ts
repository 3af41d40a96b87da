import { dueDailyRuns } from '@/lib/exports/due-daily-runs'
import { now } from '@/lib/clock'
import { inngest } from '../client'
import { exportRequested } from '../events'

/** Starts of one sweep are spread by this much each, so that 100,000 connections do not begin in one second; one connection starts at once. */
const SPREAD_MS = 20

/**
 * Every five minutes: whose 23:30 has passed without a run for that local date? One event each. The rule looks at dates, not at this
 * tick, so a server that was down catches up by itself, once.
 */
export const dailyExport = inngest.createFunction({ id: 'daily-export', triggers: [{ cron: '*/5 * * * *' }], retries: 4 }, async ({ step }) => {
  const startedAt = await step.run('start', () => now().getTime())
  let after: string | undefined
  let sent = 0
  for (let page = 1; ; page++) {
    const { runs, next } = await step.run(`page-${page}`, () => dueDailyRuns(new Date(startedAt), { after }))
    if (runs.length > 0) {
      const begun = sent
      const events = runs.map((run, index) => exportRequested.create({ ...run, lane: 'planned' }, { id: `export:${run.runId}`, ts: startedAt + (begun + index) * SPREAD_MS }))
      await step.sendEvent(`send-${page}`, events)
    }
    sent += runs.length
    if (!next) return { sent }
    after = next
  }
})
