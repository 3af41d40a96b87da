import 'server-only'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import type { RunTrigger } from './present'
import type { RunRef } from './run-ref'

/** One owed export with all that naming, fetching and uploading need. Sizes in bytes. */
export type OwedRow = {
  exportId: string
  receiptId: string
  kind: 'original' | 'certified'
  accountId: string
  accountExternalId: string
  accountLabel: string
  receiptExternalId: string
  counterparty: string
  amountCents: bigint
  currency: string
  original: string
  contentType: string
  size: bigint
  emittedAt: Date
  addedAt: Date
  owedReason: string
  chosenName: string | null
  plannedFolderId: string | null
  plannedPath: string | null
  plannedKey: string | null
  knownId: string | null
  knownHash: string | null
  /** Of a certified copy: where its original is filed, or will be. */
  originalName: string | null
  originalFolderId: string | null
}

/**
 * What a run of this trigger uploads: everything owed, or, when it only answers to deletions, what came back. Tried once in a run.
 * For use in a WHERE over "Export" e.
 */
export const inRun = (ref: RunRef, trigger: RunTrigger, startedAt: Date) => Prisma.sql`
  e."connectionId" = ${ref.connectionId} AND e."organizationId" = ${ref.organizationId} AND e.state = 'owed'
  AND e."lastAttemptAt" IS DISTINCT FROM ${startedAt}
  ${trigger === 'reconcile' ? Prisma.sql`AND e."owedReason" IN ('returned', 'brought_back', 'mismatch')` : Prisma.empty}`

/** SQL for the columns of an OwedRow, and the tables they come from. */
export const exportColumns = Prisma.sql`e.id AS "exportId", e."receiptId", e.kind::text AS kind, r."accountId", a."externalId" AS "accountExternalId", a.label AS "accountLabel", r."externalId" AS "receiptExternalId",
  t.counterparty, t."amountCents", t.currency, r."fileName" AS original, r."contentType",
  CASE WHEN e.kind = 'certified' THEN coalesce(e.size, r.size) ELSE r.size END AS size, r."emittedAt", r."addedAt",
  coalesce(e."owedReason", 'new') AS "owedReason", e."fileName" AS "chosenName", e."folderId" AS "plannedFolderId", e.path AS "plannedPath",
  e."pathKey" AS "plannedKey", e."dropboxId" AS "knownId", e."contentHash" AS "knownHash", o."fileName" AS "originalName", o."folderId" AS "originalFolderId"`
export const exportTables = Prisma.sql`FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" JOIN "Transaction" t ON t.id = r."transactionId" JOIN "CurrentAccount" a ON a.id = r."accountId"
  LEFT JOIN LATERAL (
    SELECT p."fileName", p."folderId" FROM "Export" p WHERE p."connectionId" = e."connectionId" AND p."receiptId" = e."receiptId" AND p.kind = 'original' LIMIT 1
  ) o ON e.kind = 'certified'`

/** The next exports of a run after the one with id `after`, in the order of their ids. */
export async function readOwed(filter: Prisma.Sql, after: string, limit: number): Promise<OwedRow[]> {
  return db().$queryRaw<OwedRow[]>`
    SELECT ${exportColumns} ${exportTables}
    WHERE ${filter} AND e.id > ${after} ORDER BY e.id LIMIT ${limit}`
}

/** How many exports a run still has before it, and their bytes. */
export async function countOwed(filter: Prisma.Sql): Promise<{ count: number; bytes: bigint }> {
  const rows = await db().$queryRaw<{ count: bigint; bytes: bigint }[]>`
    SELECT count(*) AS count, coalesce(sum(e.size), 0)::bigint AS bytes FROM "Export" e WHERE ${filter}`
  return { count: Number(rows[0]?.count ?? 0), bytes: rows[0]?.bytes ?? 0n }
}
