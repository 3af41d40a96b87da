import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import type { Role } from '@/lib/generated/prisma/enums'
import { lockMembership } from './lock-membership'

/** Gives a member another role, from their next request on. A repeat changes and logs nothing. @throws AppError `not_found`, `not_allowed` or `last_owner`. */
export async function changeRole(actor: Actor, membershipId: string, role: Role): Promise<void> {
  const { organizationId } = actor
  await db().$transaction(async (tx) => {
    const member = await lockMembership(tx, actor, membershipId, role)
    if (member.role === role) return
    await tx.membership.update({ where: { id: membershipId, organizationId }, data: { role } })
    await recordAudit(tx, { organizationId, actor, action: 'role_changed', detail: { userId: member.userId, name: member.name, before: member.role, after: role } })
  })
}
