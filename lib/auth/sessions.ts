import { db } from '@/lib/db'
import type { Actor } from './actor'
import { isRefusedDemoAccount } from './demo-account'

/** A session ends 7 days after sign-in, or after 12 hours without a request. */
export const SESSION_SECONDS = 7 * 24 * 3600
const IDLE_MS = 12 * 3600_000
const TOUCH_MS = 60_000

/** A new session for a member of an organization. Returns its id. */
export async function startSession(userId: string, organizationId: string): Promise<string> {
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000)
  const session = await db().session.create({ data: { userId, organizationId, expiresAt } })
  return session.id
}

/**
 * Who is behind a session, from the database: null once it has ended, expired or idled out, or the member was removed.
 * A changed role acts with the next request.
 */
export async function actorOfSession(sessionId: string): Promise<Actor | null> {
  const session = await db().session.findUnique({
    where: { id: sessionId },
    include: { user: { include: { memberships: { include: { organization: true } } } } },
  })
  const present = Date.now()
  if (!session || session.endedAt || session.expiresAt.getTime() <= present) return null
  if (present - session.lastSeenAt.getTime() > IDLE_MS) return null
  const membership = session.user.memberships.find((candidate) => candidate.organizationId === session.organizationId)
  if (!membership || isRefusedDemoAccount(session.user.email)) return null
  if (present - session.lastSeenAt.getTime() > TOUCH_MS) {
    await db().session.updateMany({ where: { id: sessionId, endedAt: null }, data: { lastSeenAt: new Date() } })
  }
  return {
    userId: session.userId,
    name: session.user.name,
    email: session.user.email,
    role: membership.role,
    sessionId,
    organizationId: membership.organizationId,
    organizationName: membership.organization.name,
    timeZone: membership.organization.timeZone,
    locale: session.user.locale ?? membership.organization.locale,
  }
}

/** Ends one session at once. Safe to repeat. */
export async function endSession(sessionId: string): Promise<void> {
  await db().session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: new Date() } })
}
