import 'server-only'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { hashPassword } from '@/lib/auth/passwords'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Role } from '@/lib/generated/prisma/enums'

const NewMember = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  name: z.string().trim().min(1).max(100),
  role: z.enum(Role),
  password: z.string(),
})

export type NewMemberInput = z.input<typeof NewMember>

/**
 * Makes a person a member. Someone who belongs to another organization keeps their name and password; anyone else starts with what is
 * given here, also one who was let go everywhere, so that the answer does not tell which. @throws AppError `bad_input`, `already_member`, or `not_allowed` when someone who is no owner adds one.
 */
export async function addMember(actor: Actor, input: NewMemberInput): Promise<{ membershipId: string }> {
  const parsed = NewMember.safeParse(input)
  if (!parsed.success) throw new AppError('bad_input', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '))
  const { email, name, role, password } = parsed.data
  if (role === 'owner' && actor.role !== 'owner') throw new AppError('not_allowed', 'owners are made by owners')
  const passwordHash = await hashPassword(password)
  const { organizationId } = actor
  return await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR UPDATE`
    const user = await accountFor(tx, { email, name, passwordHash })
    const key = { organizationId, userId: user.id }
    if (await tx.membership.findUnique({ where: { organizationId_userId: key } })) throw new AppError('already_member')
    const { id } = await tx.membership.create({ data: { ...key, role } })
    await recordAudit(tx, { organizationId, actor, action: 'member_added', detail: { userId: user.id, name: user.name, role } })
    return { membershipId: id }
  })
}

/** An account that belongs to nobody any more starts anew: whoever knew its password knows it no longer. */
async function accountFor(tx: Tx, fresh: { email: string; name: string; passwordHash: string }): Promise<{ id: string; name: string }> {
  const known = await tx.user.findUnique({ where: { email: fresh.email }, select: { id: true, name: true, _count: { select: { memberships: true } } } })
  if (!known) return await tx.user.create({ data: fresh, select: { id: true, name: true } })
  if (known._count.memberships > 0) return known
  await tx.session.updateMany({ where: { userId: known.id, endedAt: null }, data: { endedAt: new Date() } })
  return await tx.user.update({ where: { id: known.id }, data: fresh, select: { id: true, name: true } })
}
