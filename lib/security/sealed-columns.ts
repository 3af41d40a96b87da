import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'

/** One place where sealed values lie; `id` is the column that lib/crypto's additional data names as row id. */
export type SealedColumn = { table: string; column: string; id: string }

/** Every column that holds sealed values. A column of the schema whose name ends in `Sealed` belongs in here. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'QontoCredential', column: 'secretSealed', id: 'id' },
  { table: 'QontoCredential', column: 'refreshTokenSealed', id: 'id' },
  { table: 'QontoCredential', column: 'accessTokenSealed', id: 'id' },
  { table: 'QontoRevocation', column: 'tokenSealed', id: 'id' },
  { table: 'Installation', column: 'dropboxAppSecretSealed', id: 'id' },
  { table: 'SetupDraft', column: 'refreshTokenSealed', id: 'id' },
  { table: 'SetupDraft', column: 'accessTokenSealed', id: 'id' },
  { table: 'OAuthState', column: 'verifierSealed', id: 'stateHash' },
  { table: 'Connection', column: 'refreshTokenSealed', id: 'id' },
  { table: 'Connection', column: 'accessTokenSealed', id: 'id' },
  { table: 'Connection', column: 'revokeTokenSealed', id: 'id' },
]

/** A table's or column's name for a statement; only names of the list above come here. */
export const nameOf = (name: string) => Prisma.raw(`"${name}"`)

/** How many sealed values each key id holds, over all columns. */
export async function keysInUse(): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table, column } of SEALED_COLUMNS) {
    const rows = await db().$queryRaw<{ key: string; values: number }[]>`
      SELECT split_part(${nameOf(column)}, '.', 1) AS key, count(*)::int AS values FROM ${nameOf(table)} WHERE ${nameOf(column)} <> '' GROUP BY 1`
    for (const { key, values } of rows) counts.set(key, (counts.get(key) ?? 0) + values)
  }
  return counts
}
