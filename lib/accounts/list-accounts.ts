import 'server-only'
import { db } from '@/lib/db'
import { folderUrl } from '@/lib/dropbox/folder-url'
import type { AccountRow } from './present'

type Record = Omit<AccountRow, 'dropboxHref' | 'firstSeenAt'> & { firstSeenAt: Date }

/** Every current account of the organization, the main one first, with what of it is in Dropbox through the live connection. */
export async function listAccounts(organizationId: string): Promise<AccountRow[]> {
  const records = await db().$queryRaw<Record[]>`
    WITH live AS (SELECT "id" FROM "Connection" WHERE "liveKey" = ${organizationId}),
    held AS (
      SELECT r."accountId", count(*) FILTER (WHERE r."removedAt" IS NULL OR e."state" = 'done')::int AS "receipts",
        count(*) FILTER (WHERE e."state" = 'done')::int AS "inDropbox", count(*) FILTER (WHERE e."state" = 'owed')::int AS "owed",
        count(*) FILTER (WHERE e."state" = 'tombstoned')::int AS "keptAway"
      FROM "Receipt" r LEFT JOIN "Export" e ON e."connectionId" = (SELECT "id" FROM live) AND e."receiptId" = r."id" AND e."kind" = 'original'
      WHERE r."organizationId" = ${organizationId} GROUP BY r."accountId"
    ),
    booked AS (SELECT "accountId", count(*)::int AS "transactions" FROM "Transaction" WHERE "organizationId" = ${organizationId} GROUP BY "accountId")
    SELECT a."id", a."label", a."currency", a."isMain", a."isClosed", a."firstSeenAt", COALESCE(b."transactions", 0) AS "transactions",
      COALESCE(h."receipts", 0) AS "receipts", COALESCE(h."inDropbox", 0) AS "inDropbox", COALESCE(h."owed", 0) AS "owed",
      COALESCE(h."keptAway", 0) AS "keptAway", f."path" AS "folder"
    FROM "CurrentAccount" a LEFT JOIN held h ON h."accountId" = a."id" LEFT JOIN booked b ON b."accountId" = a."id"
    LEFT JOIN "ExportFolder" f ON f."connectionId" = (SELECT "id" FROM live) AND f."kind" = 'account' AND f."accountId" = a."id"
      AND f."liveKey" IS NOT NULL AND f."dropboxId" IS NOT NULL
    WHERE a."organizationId" = ${organizationId} ORDER BY a."isClosed", a."isMain" DESC, a."label", a."id"`
  return records.map((record) => ({
    ...record,
    firstSeenAt: record.firstSeenAt.toISOString(),
    dropboxHref: record.folder ? folderUrl(record.folder) : null,
  }))
}
