import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { dropUnwanted } from './drop-unwanted'
import { inTransaction } from './in-transaction'
import { orderedId } from './ordered-id'

/** A certified copy is a little larger than its original; how much is known once it is fetched. Bytes. */
const CERTIFIED_EXTRA = 64 * 1024

/**
 * One owed export for every receipt that qualifies: added, or its transaction dated, on or after the start moment, and still at the
 * source; and one for its certified copy, where those are wanted and the source has it. What an earlier connection to the same Dropbox knew
 * of them (id and content hash) comes along, so that they can be adopted. Owed exports that are not wanted any more are dropped. Returns how many are
 * new; repeating it adds none.
 */
export async function ensureExports(connectionId: string): Promise<number> {
  return inTransaction(async (tx) => {
    await dropUnwanted(tx, connectionId)
    const { organization, ...ids } = await tx.connection.findUniqueOrThrow({ where: { id: connectionId }, select: { id: true, organizationId: true, organization: { select: { keepProbative: true } } } })
    const receipts = await owe(tx, ids, { kind: 'original', of: Prisma.sql`true`, except: Prisma.sql`e.kind = 'original'` })
    if (!organization.keepProbative) return receipts
    // After the receipts, which come first in Dropbox, too: exports are uploaded in the order of their ids.
    const copies = await owe(tx, ids, {
      kind: 'certified', of: Prisma.sql`r."certifiedState" = 'available'`, except: Prisma.sql`(e.kind = 'certified' OR (e.kind = 'original' AND e.state = 'tombstoned'))`,
    })
    return receipts + copies
  })
}

type Ids = { id: string; organizationId: string }
type Wanted = { kind: 'original' | 'certified'; of: Prisma.Sql; except: Prisma.Sql }

/**
 * `of` is a condition for a receipt "r", `except` one for an export "e" that is there already. What is wanted and what is there are subtracted as sets:
 * a join would be planned by statistics that may not know of the rows yet (docs/decisions/2026-11-28-statistics-in-time.md).
 */
const owe = (tx: Tx, { id, organizationId }: Ids, { kind, of, except }: Wanted) => tx.$executeRaw`
  WITH missing AS MATERIALIZED (
    SELECT r.id FROM "Connection" c JOIN "Receipt" r ON r."organizationId" = ${organizationId}
    WHERE c.id = ${id} AND c."organizationId" = ${organizationId} AND c.state <> 'disconnected' AND r."removedAt" IS NULL
      AND (r."addedAt" >= c."startAt" OR r."emittedAt" >= c."startAt") AND ${of}
    EXCEPT SELECT e."receiptId" FROM "Export" e WHERE e."connectionId" = ${id} AND ${except}
  ), fresh AS (
    SELECT r.id, r.size, row_number() OVER (ORDER BY r."accountId", r."emittedAt", r."externalId") - 1 AS place,
      c.id AS connection, c."organizationId", c."dropboxAccountId"
    FROM missing JOIN "Receipt" r USING (id) JOIN "Connection" c ON c.id = ${id}
  ), known AS (
    SELECT DISTINCT ON (p."receiptId") p."receiptId", p."dropboxId", p."contentHash"
    FROM "Export" p JOIN "Connection" earlier ON earlier.id = p."connectionId" JOIN fresh f ON f.id = p."receiptId"
    WHERE earlier."organizationId" = f."organizationId" AND earlier."dropboxAccountId" = f."dropboxAccountId" AND p.kind = ${kind}::"ExportKind"
      AND earlier.state = 'disconnected' AND p."contentHash" IS NOT NULL AND p."dropboxId" IS NOT NULL
    ORDER BY p."receiptId", earlier."connectedAt" DESC
  )
  INSERT INTO "Export" (id, "organizationId", "connectionId", "receiptId", kind, state, "owedReason", "owedSince", size, "dropboxId", "contentHash")
  SELECT ${orderedId}, f."organizationId", f.connection, f.id, ${kind}::"ExportKind", 'owed', 'new', ${now()},
    f.size + ${kind === 'certified' ? CERTIFIED_EXTRA : 0}, k."dropboxId", k."contentHash"
  FROM fresh f LEFT JOIN known k ON k."receiptId" = f.id
  ON CONFLICT ("connectionId", "receiptId", kind) DO NOTHING`
