import 'server-only'
import { db } from '@/lib/db'
import type { RunTrigger } from './present'

/** The run of a connection, of these triggers where some are given, that has waited longest, or null. */
export async function nextQueuedRun(organizationId: string, connectionId: string, triggers?: readonly RunTrigger[]): Promise<string | null> {
  const run = await db().run.findFirst({
    where: { organizationId, connectionId, state: 'queued', ...(triggers && { trigger: { in: [...triggers] } }) },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  return run?.id ?? null
}
