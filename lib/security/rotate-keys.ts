import 'server-only'
import { encryptionKeys, open, seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { nameOf, SEALED_COLUMNS, type SealedColumn } from './sealed-columns'

/** `rotated` values sealed anew; `skipped` ones that somebody else changed or removed meanwhile: they are new, or gone. */
export type Rotation = { rotated: number; skipped: number }

type SealedRow = { id: string; organizationId: string; sealed: string }

const PAGE = 200

/**
 * Seals every value anew that an older key holds, with the newest one, page by page while the app runs. What is done stays done: it can
 * be ended at any moment and started again. @throws Error when a value's key is not configured or the value was tampered with.
 */
export async function rotateKeys(options: { page?: number } = {}): Promise<Rotation> {
  const total = { rotated: 0, skipped: 0 }
  for (const place of SEALED_COLUMNS) {
    let after = ''
    for (;;) {
      const rows = await oldValues(place, after, options.page ?? PAGE)
      const last = rows.at(-1)
      if (!last) break
      for (const row of rows) total[(await rotate(place, row)) ? 'rotated' : 'skipped']++
      after = last.id
    }
  }
  return total
}

async function oldValues({ table, column, id }: SealedColumn, after: string, limit: number): Promise<SealedRow[]> {
  const newest = `${encryptionKeys()[0]?.id}.`
  return await db().$queryRaw<SealedRow[]>`
    SELECT ${nameOf(id)} AS id, "organizationId", ${nameOf(column)} AS sealed FROM ${nameOf(table)}
    WHERE ${nameOf(id)} > ${after} AND ${nameOf(column)} <> '' AND NOT starts_with(${nameOf(column)}, ${newest}) ORDER BY 1 LIMIT ${limit}`
}

/** Replaces the value only while it is still the one that was read: a token renewed meanwhile is newer and stays. */
async function rotate({ table, column, id }: SealedColumn, row: SealedRow): Promise<boolean> {
  const place = { table, column, rowId: row.id, organizationId: row.organizationId }
  const sealed = seal(open(row.sealed, place), place)
  const changed = await db().$executeRaw`
    UPDATE ${nameOf(table)} SET ${nameOf(column)} = ${sealed}
    WHERE ${nameOf(id)} = ${row.id} AND "organizationId" = ${row.organizationId} AND ${nameOf(column)} = ${row.sealed}`
  return changed > 0
}
