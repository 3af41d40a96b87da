import 'server-only'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma } from '@/lib/generated/prisma/client'
import { allMonths, countMonths, MONTH_COLUMNS, monthsTouching, NOTHING_ASKED, type Basis } from './month-counts'

type Standing = Basis & { isBuilt: boolean; isFresh: boolean }

/**
 * SQL for the months of an organization as its live connection sees them, one row an account and month with the columns of "AccountMonth": as true as if
 * they had been counted now. Only months that have changed since somebody last looked are counted. @throws AppError `not_found`.
 */
export async function monthsOf(organizationId: string): Promise<Prisma.Sql> {
  await refresh(organizationId)
  return stored(organizationId)
}

/**
 * The same for one connection, whether it is live or was. `asked` are the folders, as path keys, of an open question about a mass deletion: with them
 * everything is counted afresh, and the columns `unanswered…` say what they hold. @throws AppError `not_found` for another organization's connection.
 */
export async function monthsOfConnection(organizationId: string, connectionId: string, asked: string[] = []): Promise<Prisma.Sql> {
  const live = await refresh(organizationId)
  if (live.connectionId === connectionId && asked.length === 0) return stored(organizationId)
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId }, select: { startAt: true } })
  if (!connection) throw new AppError('not_found', connectionId)
  const basis = { ...live, connectionId, startAt: connection.startAt }
  return countMonths(basis, allMonths(basis), asked)
}

/** Counts again what has changed, and says for which connection. */
async function refresh(organizationId: string): Promise<Basis> {
  const standing = await standingOf(db(), organizationId)
  if (standing.isBuilt && standing.isFresh) return standing
  return await db().$transaction((tx) => recount(tx, organizationId), { timeout: 120_000, maxWait: 30_000 })
}

const stored = (organizationId: string) => Prisma.sql`SELECT *, ${NOTHING_ASKED} FROM "AccountMonth" WHERE "organizationId" = ${organizationId}`

async function standingOf(client: Pick<Tx, '$queryRaw'>, organizationId: string): Promise<Standing> {
  const [standing] = await client.$queryRaw<Standing[]>`
    SELECT o.id AS "organizationId", c.id AS "connectionId", c."startAt", o."timeZone",
      coalesce(b."timeZone" = o."timeZone" AND b."connectionId" IS NOT DISTINCT FROM c.id AND b."startAt" IS NOT DISTINCT FROM c."startAt", false) AS "isBuilt",
      NOT EXISTS (SELECT 1 FROM "AccountMonthMark" m WHERE m."organizationId" = o.id) AS "isFresh"
    FROM "Organization" o LEFT JOIN "Connection" c ON c."liveKey" = o.id LEFT JOIN "AccountMonthBasis" b ON b."organizationId" = o.id WHERE o.id = ${organizationId}`
  if (!standing) throw new AppError('not_found', organizationId)
  return standing
}

/**
 * Counts the marked months, or all of them for another connection or zone, one reader at a time. The marks go first: what is committed after that leaves
 * marks of its own, and what was committed before is seen by the count, which is a later statement. Repeated after a crash, nothing having been stored.
 */
async function recount(tx: Tx, organizationId: string): Promise<Basis> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${organizationId}, 7))`
  const { isBuilt, isFresh, ...basis } = await standingOf(tx, organizationId)
  if (isBuilt && isFresh) return basis
  const marked = await tx.$queryRaw<{ utcMonth: Date }[]>`DELETE FROM "AccountMonthMark" WHERE "organizationId" = ${organizationId} RETURNING "utcMonth"`
  const months = isBuilt ? monthsTouching([...new Set(marked.map(({ utcMonth }) => utcMonth.getTime()))].map((time) => new Date(time)), basis.timeZone) : allMonths(basis)
  await tx.$executeRaw`DELETE FROM "AccountMonth" WHERE "organizationId" = ${organizationId} ${isBuilt ? Prisma.sql`AND month IN (${months})` : Prisma.empty}`
  await tx.$executeRaw`INSERT INTO "AccountMonth" (${MONTH_COLUMNS}) SELECT ${MONTH_COLUMNS} FROM (${countMonths(basis, months)}) counted`
  if (isBuilt) return basis
  const row = { connectionId: basis.connectionId, startAt: basis.startAt, timeZone: basis.timeZone }
  await tx.accountMonthBasis.upsert({ where: { organizationId }, create: { organizationId, ...row }, update: row })
  return basis
}
