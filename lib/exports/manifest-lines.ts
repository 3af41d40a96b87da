import 'server-only'
import { db } from '@/lib/db'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import type { ManifestLine } from './manifest-csv'
import { periodSql } from './period-sql'
import type { RunRef } from './run-ref'

/** Every receipt of one account and period that belongs to the connection, and every transaction without one, by date. */
export async function manifestLines(ref: RunRef, of: { accountId: string; period: string; timeZone: string; periodKind: PeriodKind }): Promise<ManifestLine[]> {
  return db().$queryRaw<ManifestLine[]>`
    SELECT to_char(r."emittedAt" AT TIME ZONE ${of.timeZone}, 'YYYY-MM-DD') AS date, r.counterparty, r."amountCents", r.currency, r.side,
      CASE WHEN e.state = 'done' THEN regexp_replace(e.path, '^.*/', '') END AS file, CASE WHEN e.state = 'done' THEN e."contentHash" END AS "contentHash",
      a."externalId" AS "receiptId", r."externalId" AS "transactionId",
      regexp_replace(copy.path, '^.*/', '') AS "certifiedFile", copy."contentHash" AS "certifiedHash"
    FROM "Transaction" r
    LEFT JOIN "Receipt" a ON a."transactionId" = r.id
    LEFT JOIN "Export" e ON e."receiptId" = a.id AND e."connectionId" = ${ref.connectionId} AND e.kind = 'original'
    LEFT JOIN "Export" copy ON copy."receiptId" = a.id AND copy."connectionId" = ${ref.connectionId} AND copy.kind = 'certified' AND copy.state = 'done'
    WHERE r."organizationId" = ${ref.organizationId} AND r."accountId" = ${of.accountId} AND (e.id IS NOT NULL OR a.id IS NULL)
      AND ${periodSql(of.timeZone, of.periodKind)} = ${of.period}
    ORDER BY r."emittedAt", r."externalId", a."externalId"`
}
