import 'server-only'
import { cache } from 'react'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma } from '@/lib/generated/prisma/client'
import { nextDailyAt } from './daily-date'
import { presentRun } from './present-run'
import type { ExportTotals, ProgressView } from './present'

type Row = { timeZone: string; toRefile: bigint | null; state: string; connectedAt: Date; lastDailyDate: string | null } & Record<Exclude<keyof ExportTotals, 'qualifying' | 'copies'> | 'seen' | 'seenBytes' | 'copiesDone' | 'copiesOwed' | 'copiesFresh' | 'copiesFailing', bigint>

/** The totals and runs of a connection, read once for each page. @throws AppError `not_found` for another organization's connection. */
export const getProgress = cache(async (organizationId: string, connectionId: string): Promise<ProgressView> => {
  const [rows, runs] = await Promise.all([readTotals(organizationId, connectionId), readRuns(organizationId, connectionId)])
  const row = rows[0]
  if (!row) throw new AppError('not_found', connectionId)
  const open = runs.filter((run) => run.state !== 'ended')
  const current = open.find((run) => run.state === 'running') ?? open.at(-1)
  const last = runs.find((run) => run.state === 'ended')
  const { timeZone, connectedAt, lastDailyDate } = row
  return {
    totals: toTotals(row),
    current: current ? presentRun(current) : null,
    last: last ? presentRun(last) : null,
    toRefile: row.toRefile === null ? null : Number(row.toRefile),
    nextRunAt: row.state === 'active' ? nextDailyAt({ now: now(), timeZone, connectedAt, lastDailyDate }).toISOString() : null,
    timeZone,
  }
})

/** Owed since the last export ended, and not tried yet. */
const isFresh = Prisma.sql`e.state = 'owed' AND e.problem IS NULL AND e."owedReason" = 'new' AND e."owedSince" > checked.at`

/** An export's size is the declared one until it is done, then the verified one. */
const readTotals = (organizationId: string, connectionId: string) => db().$queryRaw<Row[]>`
  SELECT o."timeZone", c.state::text AS state, c."connectedAt", c."lastDailyDate", t.*, unlisted.*,
    CASE WHEN c."refileAfter" IS NOT NULL THEN (SELECT count(*) FROM "Export" f WHERE f."connectionId" = c.id AND f.state = 'done' AND f.id > c."refileAfter") END AS "toRefile"
  FROM "Connection" c JOIN "Organization" o ON o.id = c."organizationId",
  LATERAL (
    SELECT count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'done') AS done,
      coalesce(sum(e.size) FILTER (WHERE e.state = 'done'), 0)::bigint AS "doneBytes",
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'owed') AS owed,
      coalesce(sum(e.size) FILTER (WHERE e.state = 'owed'), 0)::bigint AS "owedBytes",
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'owed' AND e.problem IS NOT NULL) AS failing,
      count(*) FILTER (WHERE e.kind = 'original' AND ${isFresh}) AS fresh,
      count(*) FILTER (WHERE e.kind = 'original' AND e.state = 'tombstoned') AS tombstoned,
      count(*) FILTER (WHERE e.state = 'done' AND e."changedAt" IS NOT NULL) AS changed,
      count(*) FILTER (WHERE e.kind = 'certified' AND e.state = 'done') AS "copiesDone",
      count(*) FILTER (WHERE e.kind = 'certified' AND e.state = 'owed') AS "copiesOwed",
      count(*) FILTER (WHERE e.kind = 'certified' AND ${isFresh}) AS "copiesFresh",
      count(*) FILTER (WHERE e.kind = 'certified' AND e.state = 'owed' AND e.problem IS NOT NULL) AS "copiesFailing"
    FROM "Export" e, (SELECT max(r."endedAt") AS at FROM "Run" r WHERE r."connectionId" = c.id AND r.trigger <> 'reconcile') checked
    WHERE e."connectionId" = c.id
  ) t, LATERAL (
    -- Seen by the hourly look at Qonto, and listed by the next run only.
    SELECT count(*) AS seen, coalesce(sum(r.size), 0)::bigint AS "seenBytes" FROM "Receipt" r
    WHERE EXISTS (SELECT 1 FROM "Run" u WHERE u."connectionId" = c.id AND u.trigger <> 'reconcile' AND u."endedAt" IS NOT NULL) AND r."organizationId" = c."organizationId" AND r."removedAt" IS NULL AND (r."addedAt" >= c."startAt" OR r."emittedAt" >= c."startAt")
      AND NOT EXISTS (SELECT 1 FROM "Export" e WHERE e."connectionId" = c.id AND e."receiptId" = r.id AND e.kind = 'original')
  ) unlisted
  WHERE c.id = ${connectionId} AND c."organizationId" = ${organizationId}`

/** Newest first: the open ones, and enough of the ended ones to hold the last. */
const readRuns = (organizationId: string, connectionId: string) =>
  db().run.findMany({ where: { organizationId, connectionId }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: 8 })

function toTotals(row: Row): ExportTotals {
  const seen = Number(row.seen)
  const [done, owed, tombstoned] = [Number(row.done), Number(row.owed) + seen, Number(row.tombstoned)]
  return {
    qualifying: done + owed + tombstoned,
    done,
    doneBytes: Number(row.doneBytes),
    owed,
    owedBytes: Number(row.owedBytes) + Number(row.seenBytes),
    fresh: Number(row.fresh) + seen,
    failing: Number(row.failing),
    tombstoned,
    changed: Number(row.changed),
    copies: { done: Number(row.copiesDone), owed: Number(row.copiesOwed), fresh: Number(row.copiesFresh), failing: Number(row.copiesFailing) },
  }
}
