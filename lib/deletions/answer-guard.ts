import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { readGuard } from './guard'

/**
 * Records a person's answer to the mass-deletion guard: `confirm` keeps the receipts away, `bring_back` owes them again. The next pass
 * carries it out from what Dropbox then confirms; the caller requests that run. Answered already: nothing changes.
 * @throws AppError `not_connected`, `not_found` when no question is open.
 */
export async function answerGuard(actor: Actor, answer: 'confirm' | 'bring_back'): Promise<{ connectionId: string }> {
  const { organizationId } = actor
  return db().$transaction(async (tx) => {
    const [live] = await tx.$queryRaw<{ id: string; deletionGuard: unknown }[]>`
      SELECT id, "deletionGuard" FROM "Connection" WHERE "liveKey" = ${organizationId} AND "organizationId" = ${organizationId} FOR UPDATE`
    if (!live) throw new AppError('not_connected')
    const guard = readGuard(live.deletionGuard)
    if (!guard) throw new AppError('not_found', 'no question is open')
    if (guard.answer) return { connectionId: live.id }
    await tx.connection.update({ where: { id: live.id }, data: { deletionGuard: { ...guard, answer, answeredBy: actor.name } } })
    const event = { organizationId, connectionId: live.id, kind: 'guard_answered', path: guard.folders[0] ?? '', receiptCount: guard.receipts ?? guard.missing, decidedAt: now() }
    await tx.deletionEvent.create({ data: event })
    const detail = { connectionId: live.id, answer, missing: guard.missing, total: guard.total }
    await recordAudit(tx, { organizationId, actor, action: 'guard_answered', detail })
    return { connectionId: live.id }
  })
}
