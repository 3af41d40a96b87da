import type { Tx } from '@/lib/db'

/**
 * Ties receipts that were just seen for the first time to the uploads that members sent from here: same transaction and
 * size, the same name first, each at most once. Runs in the transaction that wrote the receipts.
 */
export async function matchUploads(tx: Tx, organizationId: string, newReceiptIds: string[]): Promise<void> {
  if (newReceiptIds.length === 0) return
  for (const isSameName of [true, false]) {
    await tx.$executeRaw`
      WITH arrived AS (
        SELECT r."id", r."transactionId", r."size", CASE WHEN ${isSameName} THEN r."fileName" END AS "name",
          row_number() OVER (PARTITION BY r."transactionId", r."size", CASE WHEN ${isSameName} THEN r."fileName" END ORDER BY r."addedAt", r."id") AS "place"
        FROM "Receipt" r
        WHERE r."organizationId" = ${organizationId} AND r."id" = ANY (${newReceiptIds})
          AND NOT EXISTS (SELECT 1 FROM "ReceiptUpload" u WHERE u."organizationId" = ${organizationId} AND u."receiptId" = r."id")
      ), awaited AS (
        SELECT u."id", u."transactionId", u."size", CASE WHEN ${isSameName} THEN u."fileName" END AS "name",
          row_number() OVER (PARTITION BY u."transactionId", u."size", CASE WHEN ${isSameName} THEN u."fileName" END ORDER BY u."createdAt", u."id") AS "place"
        FROM "ReceiptUpload" u
        WHERE u."organizationId" = ${organizationId} AND u."receiptId" IS NULL
      )
      UPDATE "ReceiptUpload" u SET "receiptId" = arrived."id", "sentAt" = COALESCE(u."sentAt", CURRENT_TIMESTAMP), "problem" = NULL
      FROM awaited JOIN arrived USING ("transactionId", "size", "place")
      WHERE u."id" = awaited."id" AND awaited."name" IS NOT DISTINCT FROM arrived."name"`
  }
}
