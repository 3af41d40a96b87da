import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { hashPassword } from '@/lib/auth/passwords'
import { randomToken } from '@/lib/crypto'
import { db, type Tx } from '@/lib/db'
import { lockMembership } from './lock-membership'

/**
 * Takes a member out of the organization and ends their sessions there at once. Their account stays for other
 * organizations, without a password that this one gave; a Dropbox they connected stays connected. @throws AppError `not_found`, `not_allowed` or `last_owner`.
 */
export async function removeMember(actor: Actor, membershipId: string): Promise<void> {
  const { organizationId } = actor
  const unusable = await hashPassword(randomToken())
  await db().$transaction(async (tx) => {
    const member = await lockMembership(tx, actor, membershipId, null)
    if (await isFirst(tx, membershipId, member.userId)) await tx.user.update({ where: { id: member.userId }, data: { passwordHash: unusable } })
    await tx.membership.delete({ where: { id: membershipId, organizationId } })
    await tx.session.updateMany({ where: { userId: member.userId, organizationId, endedAt: null }, data: { endedAt: new Date() } })
    await recordAudit(tx, { organizationId, actor, action: 'member_removed', detail: { userId: member.userId, name: member.name, role: member.role } })
  })
}

/**
 * The organization of the first membership made the account and knows the password it began with. Once it lets the person go, that password
 * opens nothing: otherwise somebody there could sign in to the organizations that follow.
 */
async function isFirst(tx: Tx, membershipId: string, userId: string): Promise<boolean> {
  const first = await tx.membership.findFirst({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } })
  return first?.id === membershipId
}
