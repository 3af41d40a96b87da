import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'

export type OwedReceipt = { externalId: string; transactionExternalId: string }

/** Five tries come as they come; then the pause doubles from two minutes to six hours. A clock that was set back does not stop them. */
const isDue = () => Prisma.sql`(d."id" IS NULL OR d."attempts" < 5 OR d."lastAt" > ${now()}
  OR d."lastAt" < ${now()}::timestamptz - LEAST(360, power(2, LEAST(d."attempts", 20) - 4)) * interval '1 minute')`

/** External ids of transactions that are owed and due to be asked for, longest waiting first. */
export async function findOwedTransactions(organizationId: string, limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ key: string }[]>`
    SELECT d."key" FROM "MirrorDebt" d
    WHERE d."organizationId" = ${organizationId} AND d."key" LIKE 'transaction:%' AND ${isDue()} ORDER BY d."lastAt" LIMIT ${limit}`
  return rows.map(({ key }) => key.slice('transaction:'.length))
}

/**
 * SQL for the receipts that a transaction names and that have no row: derived, so that none can be forgotten. Grouped instead of joined: a join would be
 * planned by statistics that may not know of the rows yet (docs/decisions/2026-11-28-statistics-in-time.md).
 */
const missingReceipts = (organizationId: string) => Prisma.sql`
  SELECT "externalId", min("transactionExternalId") AS "transactionExternalId" FROM (
    SELECT named AS "externalId", t."externalId" AS "transactionExternalId", false AS "isHere"
    FROM "Transaction" t CROSS JOIN unnest(t."attachmentIds") AS named WHERE t."organizationId" = ${organizationId}
    UNION ALL SELECT r."externalId", NULL, true FROM "Receipt" r WHERE r."organizationId" = ${organizationId}
  ) AS known GROUP BY "externalId" HAVING NOT bool_or("isHere")`

/** Missing receipts that are due to be asked for, longest waiting first. */
export async function findOwedReceipts(organizationId: string, limit: number): Promise<OwedReceipt[]> {
  return await db().$queryRaw<OwedReceipt[]>`
    SELECT m.* FROM (${missingReceipts(organizationId)}) AS m
    LEFT JOIN "MirrorDebt" d ON d."organizationId" = ${organizationId} AND d."key" = 'attachment:' || m."externalId"
    WHERE ${isDue()} ORDER BY d."lastAt" NULLS FIRST, m."externalId" LIMIT ${limit}`
}

/**
 * How many things the mirror still owes: failed pages and items, and receipts that a transaction names and that have no
 * row. Debts for receipts that have arrived by another way, or that nothing names any more, are dropped first.
 */
export async function countOwedItems(organizationId: string): Promise<number> {
  await db().$executeRaw`
    DELETE FROM "MirrorDebt" d WHERE d."organizationId" = ${organizationId} AND d."key" LIKE 'attachment:%' AND (
      EXISTS (SELECT 1 FROM "Receipt" r WHERE r."organizationId" = ${organizationId} AND r."externalId" = substr(d."key", 12))
      OR NOT EXISTS (SELECT 1 FROM "Transaction" t WHERE t."organizationId" = ${organizationId} AND substr(d."key", 12) = ANY (t."attachmentIds")))`
  const [row] = await db().$queryRaw<{ count: bigint }[]>`
    SELECT (SELECT count(*) FROM "MirrorDebt" d WHERE d."organizationId" = ${organizationId} AND d."key" NOT LIKE 'attachment:%')
      + (SELECT count(*) FROM (${missingReceipts(organizationId)}) AS missing) AS "count"`
  return Number(row?.count ?? 0)
}
