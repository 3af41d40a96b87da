import 'server-only'
import { db } from '@/lib/db'

/** True when there is nothing left to execute: the run has ended, or there is none. */
export async function isRunEnded(runId: string): Promise<boolean> {
  const run = await db().run.findUnique({ where: { id: runId }, select: { state: true } })
  return !run || run.state === 'ended'
}
