import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { NOTICE_CAUSES, type NoticeCause } from './present'

/** From now on this member gets mail about `causes` only. A repeat changes and logs nothing. @throws AppError `not_found` for a member of another organization. */
export async function saveMailChoice(actor: Actor, { membershipId, causes }: { membershipId: string; causes: NoticeCause[] }): Promise<void> {
  const { organizationId } = actor
  const mutedCauses = NOTICE_CAUSES.filter((cause) => !causes.includes(cause))
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Membership" WHERE id = ${membershipId} AND "organizationId" = ${organizationId} FOR UPDATE`
    const before = await tx.membership.findFirst({ where: { id: membershipId, organizationId }, include: { user: { select: { name: true } } } })
    if (!before) throw new AppError('not_found')
    if (before.mutedCauses.join() === mutedCauses.join()) return
    await tx.membership.update({ where: { id: membershipId }, data: { mutedCauses } })
    await recordAudit(tx, { organizationId, actor, action: 'settings_changed', detail: { mailsTo: before.user.name, mailsOff: mutedCauses.join(', ') || null } })
  })
}
