import 'server-only'
import { db } from '@/lib/db'
import type { RefilingView } from './present'

/** How far re-filing is, or how it ended last; null where nobody has asked for it, or nothing is connected. */
export async function getRefiling(organizationId: string): Promise<RefilingView | null> {
  const connection = await db().connection.findUnique({ where: { liveKey: organizationId } })
  if (!connection || (connection.refileAfter === null && connection.refiledAt === null)) return null
  const { id: connectionId, refileAfter, refileMoved: moved, refileLeft: left, refiledAt } = connection
  const toGo = refileAfter === null ? 0 : await db().export.count({ where: { organizationId, connectionId, state: 'done', id: { gt: refileAfter } } })
  return { isUnderWay: refileAfter !== null, toGo, moved, left, endedAt: refiledAt?.toISOString() ?? null }
}
