import 'server-only'
import type { Tx } from '@/lib/db'

/**
 * Forgets owed exports that are not to be made any more: their receipt has gone from the source, or they are certified copies that are switched off, that
 * the source has withdrawn before they ever arrived, or whose original stays away with its folder. What is in Dropbox stays there. Safe to repeat.
 */
export async function dropUnwanted(tx: Tx, connectionId: string): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Export" e USING "Receipt" r, "Organization" o
    WHERE e."connectionId" = ${connectionId} AND e.state = 'owed' AND r.id = e."receiptId" AND o.id = e."organizationId"
      AND (r."removedAt" IS NOT NULL OR (e.kind = 'certified' AND (
        NOT o."keepProbative"
        OR (e."owedReason" = 'new' AND e."dropboxId" IS NULL AND r."certifiedState" IS DISTINCT FROM 'available')
        OR (e."owedReason" = 'new' AND EXISTS (
          SELECT 1 FROM "Export" original WHERE original."connectionId" = e."connectionId" AND original."receiptId" = e."receiptId"
            AND original.kind = 'original' AND original.state = 'tombstoned')))))`
}
