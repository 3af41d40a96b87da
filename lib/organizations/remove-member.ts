import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { lockMembership } from './lock-membership'

/**
 * Takes a member out of the organization and ends their sessions there at once. Their account stays for other
 * organizations; a Dropbox they connected stays connected. @throws AppError `not_found`, `not_allowed` or `last_owner`.
 */
export async function removeMember(actor: Actor, membershipId: string): Promise<void> {
  const { organizationId } = actor
  await db().$transaction(async (tx) => {
    const member = await lockMembership(tx, actor, membershipId, null)
    await tx.membership.delete({ where: { id: membershipId, organizationId } })
    await tx.session.updateMany({ where: { userId: member.userId, organizationId, endedAt: null }, data: { endedAt: new Date() } })
    await recordAudit(tx, { organizationId, actor, action: 'member_removed', detail: { userId: member.userId, name: member.name, role: member.role } })
  })
}
