import 'server-only'
import { db } from '@/lib/db'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import type { ManifestLine } from './manifest-csv'
import { aroundPeriod } from './period-of'
import { periodSql } from './period-sql'
import type { RunRef } from './run-ref'

/** Every receipt of one account and period that belongs to the connection, and every transaction without one, by date. */
export async function manifestLines(ref: RunRef, of: { accountId: string; period: string; timeZone: string; periodKind: PeriodKind }): Promise<ManifestLine[]> {
  const { from, to } = aroundPeriod(of.period)
  return db().$queryRaw<ManifestLine[]>`
    SELECT to_char(r."emittedAt" AT TIME ZONE ${of.timeZone}, 'YYYY-MM-DD') AS date, r.counterparty, r."amountCents", r.currency, r.side,
      CASE WHEN e.state = 'done' THEN regexp_replace(e.path, '^.*/', '') END AS file, CASE WHEN e.state = 'done' THEN e."contentHash" END AS "contentHash",
      a."externalId" AS "receiptId", r."externalId" AS "transactionId",
      regexp_replace(copy.path, '^.*/', '') AS "certifiedFile", copy."contentHash" AS "certifiedHash"
    FROM "Transaction" r
    LEFT JOIN "Receipt" a ON a."transactionId" = r.id
    LEFT JOIN "Export" e ON e."receiptId" = a.id AND e."connectionId" = ${ref.connectionId} AND e.kind = 'original'
    LEFT JOIN LATERAL (
      SELECT c.path, c."contentHash" FROM "Export" c WHERE c."receiptId" = a.id AND c."connectionId" = ${ref.connectionId} AND c.kind = 'certified' AND c.state = 'done' LIMIT 1
    ) copy ON true
    WHERE r."organizationId" = ${ref.organizationId} AND r."accountId" = ${of.accountId} AND (e.id IS NOT NULL OR a.id IS NULL)
      AND r."emittedAt" BETWEEN ${from} AND ${to}
      AND ${periodSql(of.timeZone, of.periodKind)} = ${of.period}
    ORDER BY r."emittedAt", r."externalId", a."externalId"`
}
