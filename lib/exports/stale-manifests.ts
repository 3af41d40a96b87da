import 'server-only'
import { db } from '@/lib/db'
import type { PeriodKind } from '@/lib/generated/prisma/enums'
import { periodSql } from './period-sql'
import type { RunRef } from './run-ref'

/** A live period folder whose manifest is missing or no longer says what is so. */
export type StaleManifest = {
  folderId: string
  folderPath: string
  accountId: string
  period: string
  basis: string
  manifestId: string | null
  path: string | null
  rev: string | null
  contentHash: string | null
}

/**
 * The folders whose manifest has to be written. What a manifest is made from is summed up in `basis`: files and when the last came, transactions and
 * when the last changed. One statement, whatever the number of folders.
 */
export async function staleManifests(ref: RunRef, naming: { timeZone: string; periodKind: PeriodKind }): Promise<StaleManifest[]> {
  const period = periodSql(naming.timeZone, naming.periodKind)
  return db().$queryRaw<StaleManifest[]>`
    WITH files AS (
      SELECT r."accountId", ${period} AS period, count(*) FILTER (WHERE e.state = 'done') AS done, count(*) AS all, max(e."uploadedAt") AS last
      FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" WHERE e."connectionId" = ${ref.connectionId} GROUP BY 1, 2
    ), transactions AS (
      SELECT r."accountId", ${period} AS period, count(*) AS all, max(r."sourceUpdatedAt") AS last
      FROM "Transaction" r WHERE r."organizationId" = ${ref.organizationId} GROUP BY 1, 2
    ), wanted AS (
      SELECT f.id AS "folderId", f.path AS "folderPath", f."accountId", f.period,
        concat_ws('/', files.done, files.all, extract(epoch FROM files.last), transactions.all, extract(epoch FROM transactions.last)) AS basis
      FROM "ExportFolder" f
      JOIN files ON files."accountId" = f."accountId" AND files.period = f.period AND files.done > 0
      LEFT JOIN transactions ON transactions."accountId" = f."accountId" AND transactions.period = f.period
      WHERE f."connectionId" = ${ref.connectionId} AND f."organizationId" = ${ref.organizationId} AND f.kind = 'period' AND f."liveKey" IS NOT NULL
    )
    SELECT w.*, m.id AS "manifestId", m.path, m.rev, m."contentHash" FROM wanted w LEFT JOIN "Manifest" m ON m."folderId" = w."folderId"
    WHERE m.id IS NULL OR m.basis <> w.basis ORDER BY w."folderPath"`
}
