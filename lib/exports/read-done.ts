import 'server-only'
import { db } from '@/lib/db'
import type { LedgerFile } from './judge-file'
import type { RunRef } from './run-ref'

/** Done exports of a connection after the one with id `after`, in the order of their ids. */
export async function readDone(ref: RunRef, after: string, limit: number): Promise<LedgerFile[]> {
  return db().$queryRaw<LedgerFile[]>`
    SELECT id AS "exportId", "dropboxId", rev, size, "contentHash" FROM "Export"
    WHERE "connectionId" = ${ref.connectionId} AND "organizationId" = ${ref.organizationId} AND state = 'done' AND id > ${after} ORDER BY id LIMIT ${limit}`
}
