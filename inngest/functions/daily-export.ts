import { dueDailyRuns } from '@/lib/exports/due-daily-runs'
import { now } from '@/lib/clock'
import { inngest } from '../client'
import { exportRequested } from '../events'
import { startSpreadMs } from '../lanes'

/**
 * Every five minutes: whose 23:30 has passed without a run for that local date? One event each. The rule looks at dates, not at this
 * tick, so a server that was down catches up by itself, once. A page writes its rows and sends their events in one step, so that the
 * run's memory stays small; when it dies in between, the sweep sends what the rows say.
 */
export const dailyExport = inngest.createFunction(
  { id: 'daily-export', triggers: [{ cron: '*/5 * * * *' }], singleton: { mode: 'skip' }, retries: 4 },
  async ({ step }) => {
    const startedAt = await step.run('start', () => now().getTime())
    let after: string | undefined
    let sent = 0
    for (let page = 1; ; page++) {
      const from = { after, sent }
      const found = await step.run(`page-${page}`, () => startPage(startedAt, from))
      sent += found.sent
      if (!found.next) return { sent }
      after = found.next
    }
  },
)

async function startPage(startedAt: number, from: { after: string | undefined; sent: number }): Promise<{ sent: number; next: string | null }> {
  const { runs, next } = await dueDailyRuns(new Date(startedAt), { after: from.after })
  if (runs.length > 0) {
    const startOf = (index: number) => startedAt + (from.sent + index) * startSpreadMs()
    await inngest.send(runs.map((run, index) => exportRequested.create({ ...run, lane: 'planned' }, { id: `export:${run.runId}`, ts: startOf(index) })))
  }
  return { sent: runs.length, next }
}
