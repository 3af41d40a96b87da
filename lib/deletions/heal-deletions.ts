import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'

/**
 * Closes the events whose receipts are all back in Dropbox. An event and its exports share the moment of the decision: `owedSince` for
 * what was owed again, `tombstonedAt` with `tombstonePath` for what was kept away. Repeating it changes nothing.
 */
export async function healDeletions(tx: Tx, connectionId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE "DeletionEvent" d SET "healedAt" = ${now()}
    WHERE d."connectionId" = ${connectionId} AND d."healedAt" IS NULL AND (
      (d.kind IN ('file_deleted', 'brought_back') AND NOT EXISTS (
        SELECT 1 FROM "Export" e WHERE e."connectionId" = d."connectionId" AND e.state <> 'done' AND e."owedSince" = d."decidedAt"))
      OR (d.kind = 'folder_deleted' AND NOT EXISTS (
        SELECT 1 FROM "Export" e WHERE e."connectionId" = d."connectionId" AND e.state = 'tombstoned'
          AND e."tombstonePath" = d.path AND e."tombstonedAt" = d."decidedAt")
        AND NOT EXISTS (
          SELECT 1 FROM "DeletionEvent" b JOIN "Export" e ON e."connectionId" = b."connectionId" AND e."owedSince" = b."decidedAt" AND e.state <> 'done'
          WHERE b."connectionId" = d."connectionId" AND b.kind = 'brought_back' AND b.path = d.path)))`
}
