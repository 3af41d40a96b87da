import 'server-only'
import { now } from '@/lib/clock'
import { inTransaction } from './in-transaction'
import { orderedId } from './ordered-id'

/**
 * One owed export for every receipt that qualifies: added, or its transaction dated, on or after the start moment, and still at the
 * source. What an earlier connection to the same Dropbox knew of it (id and content hash) comes along, so that it can be adopted.
 * Owed exports whose receipt has gone from the source are dropped. Returns how many are new; repeating it adds none.
 */
export async function ensureExports(connectionId: string): Promise<number> {
  return inTransaction(async (tx) => {
    await tx.$executeRaw`
      DELETE FROM "Export" e USING "Receipt" r
      WHERE e."connectionId" = ${connectionId} AND e.state = 'owed' AND r.id = e."receiptId" AND r."removedAt" IS NOT NULL`
    return tx.$executeRaw`
      WITH fresh AS (
        SELECT r.id, r.size, row_number() OVER (ORDER BY r."accountId", r."emittedAt", r."externalId") - 1 AS place,
          c.id AS connection, c."organizationId", c."dropboxAccountId"
        FROM "Connection" c JOIN "Receipt" r ON r."organizationId" = c."organizationId"
        WHERE c.id = ${connectionId} AND c.state <> 'disconnected' AND r."removedAt" IS NULL
          AND (r."addedAt" >= c."startAt" OR r."emittedAt" >= c."startAt")
          AND NOT EXISTS (SELECT 1 FROM "Export" e WHERE e."connectionId" = c.id AND e."receiptId" = r.id)
      ), known AS (
        SELECT DISTINCT ON (p."receiptId") p."receiptId", p."dropboxId", p."contentHash"
        FROM "Export" p JOIN "Connection" earlier ON earlier.id = p."connectionId" JOIN fresh f ON f.id = p."receiptId"
        WHERE earlier."organizationId" = f."organizationId" AND earlier."dropboxAccountId" = f."dropboxAccountId"
          AND earlier.state = 'disconnected' AND p."contentHash" IS NOT NULL AND p."dropboxId" IS NOT NULL
        ORDER BY p."receiptId", earlier."connectedAt" DESC
      )
      INSERT INTO "Export" (id, "organizationId", "connectionId", "receiptId", state, "owedReason", "owedSince", size, "dropboxId", "contentHash")
      SELECT ${orderedId}, f."organizationId", f.connection, f.id, 'owed', 'new', ${now()}, f.size, k."dropboxId", k."contentHash"
      FROM fresh f LEFT JOIN known k ON k."receiptId" = f.id
      ON CONFLICT ("connectionId", "receiptId") DO NOTHING`
  })
}
