import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'

const DAY = 24 * 3600_000

/** Removes comparisons with Dropbox that found nothing to do, a day after they ended. Every other run stays. */
export async function pruneRuns(): Promise<{ removed: number }> {
  const { count } = await db().run.deleteMany({
    where: {
      trigger: 'reconcile',
      state: 'ended',
      problem: null,
      endedAt: { lt: new Date(now().getTime() - DAY) },
      uploadedCount: 0,
      adoptedCount: 0,
      failedCount: 0,
      returnedCount: 0,
      tombstonedCount: 0,
    },
  })
  return { removed: count }
}
