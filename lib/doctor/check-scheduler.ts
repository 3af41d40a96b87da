import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { checkHealth } from '@/lib/health/check-health'
import { askHealth } from './ask-health'
import type { Finding } from './present'
import type { Seat } from './seat'

/** The most frequent function comes every two minutes. */
const LATE_MS = 10 * 60_000

/** Whether background work happens: the runner's own word, and that no tick is overdue. */
export async function checkScheduler(seat: Seat): Promise<Finding> {
  const found = (code: Finding['code'], values = {}): Finding => ({ check: 'scheduler', code, values })
  const jobs = seat.kind === 'app' ? (await checkHealth()).checks.jobs : await jobsOfRunningApp()
  if (jobs === null) return found('scheduler_stopped')
  if (jobs !== 'ok') return found('scheduler_failing', { state: jobs })
  const { EMBEDDED_RUNNER_PORT, INNGEST_BASE_URL } = env()
  if (!EMBEDDED_RUNNER_PORT) return found('scheduler_inngest', { url: INNGEST_BASE_URL ?? 'https://app.inngest.com' })
  const minutes = await minutesLate()
  return minutes > 0 ? found('scheduler_late', { minutes }) : found('scheduler_ok')
}

/** The app listens on this machine, whatever people call it. */
async function jobsOfRunningApp(): Promise<string | null> {
  const { PORT, APP_URL } = env()
  for (const base of [`http://127.0.0.1:${PORT}`, APP_URL]) {
    const heard = await askHealth(base)
    if (heard.kind === 'ours') return heard.jobs
  }
  return null
}

async function minutesLate(): Promise<number> {
  const [row] = await db().$queryRaw<{ next: Date | null }[]>`SELECT min(next_at) AS next FROM runner.cron`
  const late = row?.next ? now().getTime() - row.next.getTime() : 0
  return late > LATE_MS ? Math.round(late / 60_000) : 0
}
