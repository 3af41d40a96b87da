import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import { pathKey } from '@/lib/dropbox/paths'
import type { RunRef } from '@/lib/exports/run-ref'
import type { Found } from './decide'

/**
 * done, owed or tombstoned → done, where the file stands now. Files may swap places: keys are freed first; a key that another export still
 * holds stays with it, and owed exports give up their reservation. The rev of a changed file is not recorded: it is not that of the upload.
 */
export async function recordPresent(tx: Tx, ref: RunRef, found: Found[]): Promise<void> {
  if (found.length === 0) return
  const ids = found.map((one) => one.export.id)
  const keys = found.map((one) => pathKey(one.path))
  await countAdopted(tx, ref, ids)
  await tx.$executeRaw`
    UPDATE "Export" SET "pathKey" = CASE WHEN id = ANY(${ids}::text[]) THEN 'moving:' || id END
    WHERE "connectionId" = ${ref.connectionId} AND (id = ANY(${ids}::text[]) OR ("pathKey" = ANY(${keys}::text[]) AND state <> 'done'))`
  await tx.$executeRaw`
    UPDATE "Export" e SET state = 'done', "owedReason" = NULL, path = f.path, "dropboxId" = f.id, "folderId" = f.folder,
      "pathKey" = CASE WHEN f.place = 1 AND NOT EXISTS (
          SELECT 1 FROM "Export" o WHERE o."connectionId" = ${ref.connectionId} AND o."pathKey" = f.key
        ) THEN f.key ELSE 'moving:' || e.id END,
      rev = CASE WHEN f.changed THEN COALESCE(e.rev, f.rev) ELSE f.rev END,
      "changedAt" = CASE WHEN f.changed THEN COALESCE(e."changedAt", ${now()}) END,
      "verifiedAt" = CASE WHEN f.changed THEN e."verifiedAt" ELSE ${now()} END,
      "uploadedAt" = COALESCE(e."uploadedAt", ${now()}), "isAdopted" = e."isAdopted" OR e."uploadedAt" IS NULL,
      "tombstonedAt" = NULL, "tombstonePath" = NULL, problem = NULL, attempts = 0
    FROM (
      SELECT *, row_number() OVER (PARTITION BY key ORDER BY export) AS place
      FROM unnest(${ids}::text[], ${found.map((one) => one.path)}::text[], ${keys}::text[], ${found.map((one) => one.file.id)}::text[],
        ${found.map((one) => one.file.rev)}::text[], ${found.map((one) => one.folderId)}::text[], ${found.map((one) => one.isChanged)}::boolean[])
        AS u(export, path, key, id, rev, folder, changed)
    ) f
    WHERE e.id = f.export AND e."connectionId" = ${ref.connectionId} AND e."contentHash" IS NOT NULL`
}

/** Exports that this connection never uploaded and that are there all the same: counted as adopted in the run's figures. */
async function countAdopted(tx: Tx, ref: RunRef, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Run" r SET "adoptedCount" = r."adoptedCount" + (
      SELECT count(*)::int FROM "Export" e
      WHERE e.id = ANY(${ids}::text[]) AND e."connectionId" = ${ref.connectionId} AND e."uploadedAt" IS NULL AND e."contentHash" IS NOT NULL)
    WHERE r.id = ${ref.runId} AND r."connectionId" = ${ref.connectionId}`
}
