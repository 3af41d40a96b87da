import type { Actor } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Role } from '@/lib/generated/prisma/enums'

export type LockedMembership = { id: string; userId: string; role: Role; name: string }

/**
 * The membership that is about to change to `nextRole` (null: removed), while no other change of this organization's members
 * can happen. Only an owner makes or unmakes owners, and one owner always remains.
 * @throws AppError `not_found`, `not_allowed` or `last_owner`.
 */
export async function lockMembership(tx: Tx, actor: Actor, membershipId: string, nextRole: Role | null): Promise<LockedMembership> {
  const { organizationId } = actor
  await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR UPDATE`
  const found = await tx.membership.findFirst({ where: { id: membershipId, organizationId }, include: { user: { select: { name: true } } } })
  if (!found) throw new AppError('not_found')
  const touchesOwner = found.role === 'owner' || nextRole === 'owner'
  if (touchesOwner && actor.role !== 'owner') throw new AppError('not_allowed', 'owners are changed by owners')
  if (found.role === 'owner' && nextRole !== 'owner') {
    const owners = await tx.membership.count({ where: { organizationId, role: 'owner' } })
    if (owners <= 1) throw new AppError('last_owner')
  }
  return { id: found.id, userId: found.userId, role: found.role, name: found.user.name }
}
