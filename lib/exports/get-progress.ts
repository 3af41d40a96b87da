import 'server-only'
import { cache } from 'react'
import { now } from '@/lib/clock'
import { monthsOfConnection } from '@/lib/counts/months-of'
import { sums } from '@/lib/counts/sums'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { nextDailyAt } from './daily-date'
import { presentRun } from './present-run'
import type { ExportTotals, ProgressView } from './present'

type Row = { timeZone: string; toRefile: bigint | null; state: string; hasExported: boolean; connectedAt: Date; lastDailyDate: string | null } & Record<Exclude<keyof ExportTotals, 'qualifying' | 'copies'> | 'seen' | 'seenBytes' | 'copiesDone' | 'copiesOwed' | 'copiesFresh' | 'copiesFailing', bigint>

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

/** An export's size is the declared one until it is done, then the verified one. Fresh is what is owed since the last export ended, and not tried yet. */
async function readTotals(organizationId: string, connectionId: string): Promise<Row[]> {
  const months = await monthsOfConnection(organizationId, connectionId)
  return await db().$queryRaw<Row[]>`
    SELECT o."timeZone", c.state::text AS state, c."connectedAt", c."lastDailyDate", m.*, fresh.*, checked.at IS NOT NULL AS "hasExported",
      CASE WHEN c."refileAfter" IS NOT NULL THEN (SELECT count(*) FROM "Export" f WHERE f."connectionId" = c.id AND f.state = 'done' AND f.id > c."refileAfter") END AS "toRefile"
    FROM "Connection" c JOIN "Organization" o ON o.id = c."organizationId",
    LATERAL (SELECT max(r."endedAt") AS at FROM "Run" r WHERE r."connectionId" = c.id AND r.trigger <> 'reconcile') checked,
    LATERAL (
      SELECT count(*) FILTER (WHERE e.kind = 'original') AS fresh, count(*) FILTER (WHERE e.kind = 'certified') AS "copiesFresh" FROM "Export" e
      WHERE e."connectionId" = c.id AND e.state = 'owed' AND e.problem IS NULL AND e."owedReason" = 'new' AND e."owedSince" > checked.at) fresh,
    (SELECT ${sums(['done', 'doneBytes', 'owed', 'owedBytes', 'failing', 'tombstoned', 'changed', 'copiesDone', 'copiesOwed', 'copiesFailing', 'seen', 'seenBytes'])} FROM (${months}) months) m
    WHERE c.id = ${connectionId} AND c."organizationId" = ${organizationId}`
}

/** Newest first: the open ones, and enough of the ended ones to hold the last. */
const readRuns = (organizationId: string, connectionId: string) =>
  db().run.findMany({ where: { organizationId, connectionId }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], take: 8 })

function toTotals(row: Row): ExportTotals {
  // Seen by the hourly look at Qonto, and listed by the next run only: before the first one ends, none is counted as late.
  const [seen, seenBytes] = row.hasExported ? [Number(row.seen), Number(row.seenBytes)] : [0, 0]
  const [done, owed, tombstoned] = [Number(row.done), Number(row.owed) + seen, Number(row.tombstoned)]
  return {
    qualifying: done + owed + tombstoned,
    done,
    doneBytes: Number(row.doneBytes),
    owed,
    owedBytes: Number(row.owedBytes) + seenBytes,
    fresh: Number(row.fresh) + seen,
    failing: Number(row.failing),
    tombstoned,
    changed: Number(row.changed),
    copies: { done: Number(row.copiesDone), owed: Number(row.copiesOwed), fresh: Number(row.copiesFresh), failing: Number(row.copiesFailing) },
  }
}
