import 'server-only'
import { db } from '@/lib/db'
import { presentRun } from './present-run'
import type { RunView } from './present'

/** The newest runs of a connection, newest first; another organization's connection has none. */
export async function listRuns(organizationId: string, connectionId: string, limit = 20): Promise<RunView[]> {
  const runs = await db().run.findMany({ where: { organizationId, connectionId }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: Math.min(limit, 200) })
  return runs.map(presentRun)
}
