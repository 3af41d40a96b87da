import 'server-only'
import { db } from '@/lib/db'
import type { KeptAway } from './present'

/** So many receipts of one folder are named; the receipts page lists all. */
const NAMED = 20

type Row = { path: string; decidedAt: Date; receiptId: string; name: string; count: number }

/** Names a decision: the deleted folder and the moment, which the event and its exports share. */
export const decisionKey = (path: string, decidedAt: Date): string => `${decidedAt.getTime()} ${path}`

/** What deleted folders keep away now, by decisionKey: how many receipts, and the first of them by name. */
export async function listKeptAway(organizationId: string, connectionId: string): Promise<Map<string, KeptAway & { path: string; decidedAt: Date }>> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT path, "decidedAt", "receiptId", name, count FROM (
      SELECT *, (count(*) OVER decision)::int AS count, row_number() OVER (decision ORDER BY name, "receiptId") AS place
      FROM (
        SELECT e."tombstonePath" AS path, e."tombstonedAt" AS "decidedAt", e."receiptId", min(COALESCE(e."fileName", (SELECT r."fileName" FROM "Receipt" r WHERE r.id = e."receiptId"))) AS name
        FROM "Export" e
        WHERE e."organizationId" = ${organizationId} AND e."connectionId" = ${connectionId} AND e.state = 'tombstoned'
          AND e."tombstonePath" IS NOT NULL AND e."tombstonedAt" IS NOT NULL
        GROUP BY 1, 2, 3
      ) kept WINDOW decision AS (PARTITION BY path, "decidedAt")
    ) placed WHERE place <= ${NAMED} ORDER BY place`
  const found = new Map<string, KeptAway & { path: string; decidedAt: Date }>()
  for (const { path, decidedAt, receiptId, name, count } of rows) {
    const key = decisionKey(path, decidedAt)
    const kept = found.get(key) ?? { path, decidedAt, count, first: [] }
    kept.first.push({ receiptId, name })
    found.set(key, kept)
  }
  return found
}
