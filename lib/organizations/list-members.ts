import 'server-only'
import { db } from '@/lib/db'
import type { MemberRow } from './present'

/** Everyone who belongs to the organization, by name. */
export async function listMembers(organizationId: string): Promise<MemberRow[]> {
  const memberships = await db().membership.findMany({
    where: { organizationId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }],
  })
  return memberships.map(({ id, userId, role, createdAt, user }) => ({ membershipId: id, userId, role, since: createdAt.toISOString(), ...user }))
}
