import 'server-only'
import { monthsOf } from '@/lib/counts/months-of'
import { db } from '@/lib/db'
import { folderUrl } from '@/lib/dropbox/folder-url'
import type { AccountRow } from './present'

type Record = Omit<AccountRow, 'dropboxHref' | 'firstSeenAt'> & { firstSeenAt: Date }

/** Every current account of the organization, the main one first, with what of it is in Dropbox through the live connection. */
export async function listAccounts(organizationId: string): Promise<AccountRow[]> {
  const months = await monthsOf(organizationId)
  const records = await db().$queryRaw<Record[]>`
    WITH live AS (SELECT "id" FROM "Connection" WHERE "liveKey" = ${organizationId}),
    held AS (
      SELECT m."accountId", sum(m.listed)::int AS "receipts", sum(m.done)::int AS "inDropbox", sum(m.owed)::int AS "owed", sum(m.tombstoned)::int AS "keptAway", sum(m.transactions)::int AS "transactions"
      FROM (${months}) m GROUP BY m."accountId"
    )
    SELECT a."id", a."label", a."currency", a."isMain", a."isClosed", a."firstSeenAt", COALESCE(h."transactions", 0) AS "transactions",
      COALESCE(h."receipts", 0) AS "receipts", COALESCE(h."inDropbox", 0) AS "inDropbox", COALESCE(h."owed", 0) AS "owed",
      COALESCE(h."keptAway", 0) AS "keptAway", f."path" AS "folder"
    FROM "CurrentAccount" a LEFT JOIN held h ON h."accountId" = a."id"
    LEFT JOIN "ExportFolder" f ON f."connectionId" = (SELECT "id" FROM live) AND f."kind" = 'account' AND f."accountId" = a."id"
      AND f."liveKey" IS NOT NULL AND f."dropboxId" IS NOT NULL
    WHERE a."organizationId" = ${organizationId} ORDER BY a."isClosed", a."isMain" DESC, a."label", a."id"`
  return records.map((record) => ({
    ...record,
    firstSeenAt: record.firstSeenAt.toISOString(),
    dropboxHref: record.folder ? folderUrl(record.folder) : null,
  }))
}
