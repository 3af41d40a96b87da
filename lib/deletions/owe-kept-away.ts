import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { recordBroughtBack } from '@/lib/exports/states'
import type { Prisma } from '@/lib/generated/prisma/client'

export type BroughtBack = { connectionId: string; receipts: number }

/**
 * Owes exports that a deleted folder keeps away, with the event and the audit entry. Those that are owed or done already stay as they are.
 * @throws AppError `not_found` when the connection is not the organization's live one.
 */
export async function oweKeptAway(tx: Tx, actor: Actor, connectionId: string, path: string, which: Prisma.ExportWhereInput): Promise<BroughtBack> {
  const { organizationId } = actor
  await holdLive(tx, organizationId, connectionId)
  const kept = await tx.export.findMany({ where: { ...which, organizationId, connectionId, state: 'tombstoned' }, select: { id: true, receiptId: true } })
  const ids = kept.map(({ id }) => id)
  const files = await recordBroughtBack(tx, organizationId, ids)
  const receipts = new Set(kept.map(({ receiptId }) => receiptId)).size
  const [first] = ids
  if (files === 0 || first === undefined) return { connectionId, receipts: 0 }
  const { owedSince } = await tx.export.findUniqueOrThrow({ where: { id: first }, select: { owedSince: true } })
  await tx.deletionEvent.create({ data: { organizationId, connectionId, kind: 'brought_back', path, receiptCount: receipts, decidedAt: owedSince } })
  await recordAudit(tx, { organizationId, actor, action: 'brought_back', detail: { connectionId, path, receipts } })
  return { connectionId, receipts }
}

/** Keeps the connection live until the transaction ends. @throws AppError `not_found` for one that is not live or another organization's. */
async function holdLive(tx: Tx, organizationId: string, connectionId: string): Promise<void> {
  const live = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Connection" WHERE id = ${connectionId} AND "liveKey" = ${organizationId} FOR NO KEY UPDATE`
  if (live.length === 0) throw new AppError('not_found', connectionId)
}
