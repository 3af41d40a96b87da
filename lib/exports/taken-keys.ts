import 'server-only'
import { db } from '@/lib/db'
import type { RunRef } from './run-ref'

/** Which of these path keys other exports of the connection hold. */
export async function takenKeys(ref: RunRef, keys: string[], exceptExportIds: string[]): Promise<Set<string>> {
  const rows = await db().$queryRaw<{ key: string }[]>`
    SELECT "pathKey" AS key FROM "Export"
    WHERE "connectionId" = ${ref.connectionId} AND "pathKey" = ANY(${keys}::text[]) AND NOT (id = ANY(${exceptExportIds}::text[]))`
  return new Set(rows.map((row) => row.key))
}
