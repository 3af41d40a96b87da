import type { Actor } from '@/lib/auth/actor'
import { hashPassword } from '@/lib/auth/passwords'
import { startSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db'
import type { Role } from '@/lib/generated/prisma/enums'

/** The password of every member that tests make. */
export const PASSWORD = 'a long enough password'

let serial = 0
const next = () => `${process.pid}-${++serial}`

/** An organization with nothing in it. */
export async function anOrganization(fields: { name?: string; timeZone?: string } = {}) {
  return await db().organization.create({ data: { name: fields.name ?? `Company ${next()}`, ...(fields.timeZone && { timeZone: fields.timeZone }) } })
}

/** A member with a session, as `lib` operations take one. */
export async function aMember(organization: { id: string; name: string; timeZone: string; locale: string }, role: Role): Promise<Actor> {
  const email = `${role}-${next()}@example.com`
  const user = await db().user.create({ data: { email, name: `The ${role}`, passwordHash: await hashPassword(PASSWORD) } })
  await db().membership.create({ data: { organizationId: organization.id, userId: user.id, role } })
  const sessionId = await startSession(user.id, organization.id)
  const { id: organizationId, name: organizationName, timeZone, locale } = organization
  return { userId: user.id, name: user.name, email, role, sessionId, organizationId, organizationName, timeZone, locale }
}
