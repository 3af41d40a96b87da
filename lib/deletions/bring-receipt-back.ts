import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { oweKeptAway, type BroughtBack } from './owe-kept-away'

/** Owes one receipt that a deleted folder keeps away, with its certified copy; as bringBack. @throws AppError `not_found`. */
export async function bringReceiptBack(actor: Actor, receiptId: string): Promise<BroughtBack> {
  return db().$transaction(async (tx) => {
    const { organizationId } = actor
    const kept = await tx.export.findFirst({ where: { organizationId, receiptId, state: 'tombstoned', connection: { liveKey: organizationId } }, orderBy: { kind: 'asc' } })
    if (!kept) throw new AppError('not_found', receiptId)
    return oweKeptAway(tx, actor, kept.connectionId, kept.path ?? kept.tombstonePath ?? '', { receiptId })
  })
}
