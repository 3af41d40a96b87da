import 'server-only'
import { db } from '@/lib/db'
import { readGuard } from '@/lib/deletions/guard'
import { isErrorCode } from '@/lib/errors'
import { readCause, readDetail } from './detail'
import type { NoticeFacts, OpenNotice } from './notices-due'

type Row = Omit<NoticeFacts, 'problem' | 'missingBytes' | 'guard' | 'owed' | 'owedBytes'> & {
  organizationId: string
  problem: string | null
  missingBytes: bigint | null
  guard: unknown
  owed: bigint
  owedBytes: bigint
  open: { id: string; cause: string; detail: unknown }[] | null
  nightState: string | null
  nightOutcome: string | null
  nightEndedAt: Date | null
}

/** One live connection: what is known of it, what its organization has been told, and how its newest daily run went. */
export type KnownConnection = {
  organizationId: string
  facts: NoticeFacts
  open: OpenNotice[]
  night: { state: string; outcome: string | null; endedAt: Date | null } | null
}

/** A page of live connections by id, in one statement that never looks at receipts that are done. */
export async function readFacts(after: string, take: number): Promise<KnownConnection[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT c.id AS "connectionId", c."organizationId", c.state::text AS state, c."dropboxEmail" AS email, o."timeZone", o."digestDay", c."connectedAt",
      coalesce(c.problem, q.problem) AS problem, c."missingBytes", c."deletionGuard" AS guard, owed.count AS owed, owed.bytes AS "owedBytes",
      least(owed.since, (SELECT min(d."firstAt") FROM "MirrorDebt" d WHERE d."organizationId" = o.id),
        CASE WHEN c.problem IS NOT NULL THEN c."problemSince" END) AS "lateSince",
      coalesce((SELECT r.state <> 'ended' FROM "Run" r WHERE r."connectionId" = c.id ORDER BY r."requestedAt" DESC LIMIT 1), false) AS "isRunning",
      (SELECT r."endedAt" FROM "Run" r WHERE r."connectionId" = c.id AND r.trigger <> 'reconcile' AND r.state = 'ended' AND r.problem IS NULL
        AND r.outcome IN ('up_to_date', 'owed_remaining') ORDER BY r."requestedAt" LIMIT 1) AS "firstExportAt",
      EXISTS (SELECT 1 FROM "Export" e WHERE e."connectionId" = c.id) AS "hasReceipts",
      (SELECT json_agg(json_build_object('id', n.id, 'cause', n.cause, 'detail', n.detail)) FROM "Notice" n
        WHERE n."organizationId" = o.id AND n."openKey" IS NOT NULL) AS open,
      night.state::text AS "nightState", night.outcome AS "nightOutcome", night."endedAt" AS "nightEndedAt"
    FROM "Connection" c JOIN "Organization" o ON o.id = c."organizationId"
    LEFT JOIN "QontoCredential" q ON q."organizationId" = o.id AND q.state = 'refused'
    LEFT JOIN "Run" night ON night."connectionId" = c.id AND night."dailyDate" = c."lastDailyDate"
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT e."receiptId") AS count, coalesce(sum(e.size), 0)::bigint AS bytes, min(e."owedSince") AS since
      FROM "Export" e WHERE e."connectionId" = c.id AND e.state = 'owed') owed
    WHERE c."liveKey" IS NOT NULL AND c.id > ${after} ORDER BY c.id LIMIT ${take}`
  return rows.map(toKnown)
}

function toKnown({ organizationId, open, nightState, nightOutcome, nightEndedAt, ...row }: Row): KnownConnection {
  const guard = readGuard(row.guard)
  return {
    organizationId,
    facts: {
      ...row,
      problem: row.problem !== null && isErrorCode(row.problem) ? row.problem : null,
      missingBytes: row.missingBytes === null ? null : Number(row.missingBytes),
      guard: guard && !guard.answer ? { missing: guard.missing, total: guard.total } : null,
      owed: Number(row.owed),
      owedBytes: Number(row.owedBytes),
    },
    open: (open ?? []).map(({ id, cause, detail }) => {
      const { connectionId, values, week } = readDetail(detail)
      return { id, cause: readCause(cause), connectionId, values, week }
    }),
    night: nightState === null ? null : { state: nightState, outcome: nightOutcome, endedAt: nightEndedAt },
  }
}
