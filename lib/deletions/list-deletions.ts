import 'server-only'
import { db } from '@/lib/db'
import { decisionKey, listKeptAway } from './list-kept-away'
import type { DeletionView } from './present'
import { presentDeletion } from './present-deletion'

/** Enough for the page; what still keeps receipts away is listed however old it is. */
const NEWEST = 50

/** What people did in Dropbox and what was decided, newest first, with whatever still keeps receipts away. */
export async function listDeletions(organizationId: string, connectionId: string): Promise<DeletionView[]> {
  const mine = { organizationId, connectionId }
  const kept = await listKeptAway(organizationId, connectionId)
  const decisions = [...kept.values()].map(({ path, decidedAt }) => ({ path, decidedAt }))
  const orderBy = [{ decidedAt: 'desc' as const }, { id: 'desc' as const }]
  const [newest, open] = await Promise.all([
    db().deletionEvent.findMany({ where: mine, orderBy, take: NEWEST }),
    db().deletionEvent.findMany({ where: { ...mine, kind: 'folder_deleted', OR: decisions }, orderBy }),
  ])
  const all = new Map([...newest, ...open].map((event) => [event.id, event]))
  return [...all.values()]
    .sort((a, b) => b.decidedAt.getTime() - a.decidedAt.getTime())
    .map((event) => presentDeletion(event, event.kind === 'folder_deleted' ? (kept.get(decisionKey(event.path, event.decidedAt)) ?? null) : null))
}
