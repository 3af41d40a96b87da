import 'server-only'
import { db } from '@/lib/db'

/** The oldest run of the connection that still waits, or null. */
export async function nextQueuedRun(organizationId: string, connectionId: string): Promise<string | null> {
  const run = await db().run.findFirst({ where: { organizationId, connectionId, state: 'queued' }, orderBy: { requestedAt: 'asc' }, select: { id: true } })
  return run?.id ?? null
}
