import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { oweKeptAway, type BroughtBack } from './owe-kept-away'

/**
 * Owes every receipt that a deleted folder keeps away; the caller requests a run, which restores or uploads them. Twice does nothing more.
 * @throws AppError `not_found` when the deletion is not one of the live connection's.
 */
export async function bringBack(actor: Actor, deletionId: string): Promise<BroughtBack> {
  return db().$transaction(async (tx) => {
    const event = await tx.deletionEvent.findFirst({ where: { id: deletionId, organizationId: actor.organizationId, kind: 'folder_deleted' } })
    if (!event) throw new AppError('not_found', deletionId)
    return oweKeptAway(tx, actor, event.connectionId, event.path, { tombstonePath: event.path, tombstonedAt: event.decidedAt })
  })
}
