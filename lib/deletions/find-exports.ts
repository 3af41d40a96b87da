import 'server-only'
import { db } from '@/lib/db'
import { pathKey } from '@/lib/dropbox/paths'
import type { RunRef } from '@/lib/exports/run-ref'
import { Prisma } from '@/lib/generated/prisma/client'
import { folderAbove, foldersAbove } from './folders-above'
import type { LedgerExport } from './ledger'

const CHUNK = 5000

async function* chunks<T>(items: T[]): AsyncGenerator<T[], void, void> {
  for (let from = 0; from < items.length; from += CHUNK) yield items.slice(from, from + CHUNK)
}

const select = (ref: RunRef, condition: Prisma.Sql) => db().$queryRaw<LedgerExport[]>`
  SELECT id, "receiptId", state::text AS state, "owedReason", "folderId", path, "dropboxId", rev, "contentHash", "changedAt" IS NOT NULL AS "isChanged"
  FROM "Export" WHERE "connectionId" = ${ref.connectionId} AND "organizationId" = ${ref.organizationId} AND ${condition}`

/** Exports that hold one of these Dropbox ids. */
export async function exportsByDropboxId(ref: RunRef, ids: string[]): Promise<LedgerExport[]> {
  const found: LedgerExport[] = []
  for await (const some of chunks(ids)) found.push(...(await select(ref, Prisma.sql`"dropboxId" = ANY(${some}::text[])`)))
  return found
}

/** Done exports whose last known path is one of these keys or lies below one. */
export async function exportsAtOrBelow(ref: RunRef, keys: Set<string>): Promise<LedgerExport[]> {
  if (keys.size === 0) return []
  const found: LedgerExport[] = []
  for await (const some of chunks([...keys])) found.push(...(await select(ref, Prisma.sql`state = 'done' AND "pathKey" = ANY(${some}::text[])`)))
  const folders = await db().$queryRaw<{ key: string }[]>`
    SELECT DISTINCT regexp_replace("pathKey", '/[^/]*$', '') AS key FROM "Export" WHERE "connectionId" = ${ref.connectionId} AND state = 'done'`
  const below = folders.filter(({ key }) => [...foldersAbove(`${key}/`)].some((folder) => keys.has(folder)))
  for await (const some of chunks(below.map(({ key }) => key))) {
    found.push(...(await select(ref, Prisma.sql`state = 'done' AND regexp_replace("pathKey", '/[^/]*$', '') = ANY(${some}::text[])`)))
  }
  return found
}

/** Exports that are not in Dropbox although it held them once: with one of these content hashes, or owed because their file was deleted. */
export async function absentExports(ref: RunRef, hashes: string[]): Promise<LedgerExport[]> {
  const found = await select(ref, Prisma.sql`state = 'owed' AND "owedReason" = 'returned'`)
  for await (const some of chunks(hashes)) found.push(...(await select(ref, Prisma.sql`state <> 'done' AND "contentHash" = ANY(${some}::text[])`)))
  return found
}

/** Done exports that were last seen outside the folder with this key. */
export async function straysOf(ref: RunRef, rootKey: string): Promise<LedgerExport[]> {
  return select(ref, Prisma.sql`state = 'done' AND NOT starts_with("pathKey", ${`${rootKey}/`})`)
}

/** All exports that Dropbox held at some time, in pages. */
export async function* allExports(ref: RunRef): AsyncGenerator<LedgerExport[], void, void> {
  for (let after = ''; ; ) {
    const page = await select(ref, Prisma.sql`"dropboxId" IS NOT NULL AND id > ${after} ORDER BY id LIMIT ${CHUNK}`)
    yield page
    const last = page.at(-1)
    if (!last || page.length < CHUNK) return
    after = last.id
  }
}

/** Whether Dropbox ever held a file of this connection: before that there is nothing to reconcile. */
export async function hasHistory(ref: RunRef): Promise<boolean> {
  const { connectionId, organizationId } = ref
  return (await db().export.findFirst({ where: { connectionId, organizationId, dropboxId: { not: null } }, select: { id: true } })) !== null
}

/** The folder of a path as a key. */
export const folderKey = (path: string): string => pathKey(folderAbove(path))
