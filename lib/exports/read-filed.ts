import 'server-only'
import { db } from '@/lib/db'
import { exportColumns, exportTables, type OwedRow } from './read-owed'
import type { RunRef } from './run-ref'

/** An export that is in Dropbox, with all that its name and place depend on. */
export type FiledRow = OwedRow

/** Done exports of a connection after the one with id `after`, in the order of their ids; edited ones are left out. */
export async function readFiled(ref: RunRef, after: string, limit: number): Promise<FiledRow[]> {
  return db().$queryRaw<FiledRow[]>`
    SELECT ${exportColumns} ${exportTables}
    WHERE e."connectionId" = ${ref.connectionId} AND e."organizationId" = ${ref.organizationId} AND e.state = 'done' AND e."changedAt" IS NULL AND e.id > ${after}
    ORDER BY e.id LIMIT ${limit}`
}
