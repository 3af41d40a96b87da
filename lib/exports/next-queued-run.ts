import 'server-only'
import { db } from '@/lib/db'

/** The run of a connection that has waited longest, or null. */
export async function nextQueuedRun(organizationId: string, connectionId: string): Promise<string | null> {
  const run = await db().run.findFirst({ where: { organizationId, connectionId, state: 'queued' }, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }], select: { id: true } })
  return run?.id ?? null
}
