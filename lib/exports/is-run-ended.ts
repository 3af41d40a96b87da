import 'server-only'
import { db } from '@/lib/db'

/** True when the run has ended, or does not exist. */
export async function isRunEnded(runId: string): Promise<boolean> {
  const run = await db().run.findUnique({ where: { id: runId }, select: { state: true } })
  return run === null || run.state === 'ended'
}
