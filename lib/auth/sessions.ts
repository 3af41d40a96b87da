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

type SessionRow = Omit<Actor, 'sessionId' | 'locale'> & { locale: string | null; organizationLocale: string; lastSeenAt: Date; expiresAt: Date }

/**
 * Who is behind a session, from the database: null once it has ended, expired or idled out, or the member was removed.
 * A changed role acts with the next request.
 */
export async function actorOfSession(sessionId: string): Promise<Actor | null> {
  const [row] = await db().$queryRaw<SessionRow[]>`
    SELECT s."userId", s."lastSeenAt", s."expiresAt", u."name", u."email", u."locale", m."role", o."id" AS "organizationId", o."name" AS "organizationName", o."timeZone", o."locale" AS "organizationLocale"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId" JOIN "Membership" m ON m."userId" = s."userId" AND m."organizationId" = s."organizationId"
    JOIN "Organization" o ON o."id" = s."organizationId" WHERE s."id" = ${sessionId} AND s."endedAt" IS NULL`
  const present = Date.now()
  if (!row || row.expiresAt.getTime() <= present || present - row.lastSeenAt.getTime() > IDLE_MS) return null
  if (isRefusedDemoAccount(row.email)) return null
  if (present - row.lastSeenAt.getTime() > TOUCH_MS) {
    await db().session.updateMany({ where: { id: sessionId, endedAt: null }, data: { lastSeenAt: new Date() } })
  }
  const { userId, name, email, role, organizationId, organizationName, timeZone } = row
  return { userId, name, email, role, sessionId, organizationId, organizationName, timeZone, locale: row.locale ?? row.organizationLocale }
}

/** Ends one session at once. Safe to repeat. */
export async function endSession(sessionId: string): Promise<void> {
  await db().session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: new Date() } })
}
