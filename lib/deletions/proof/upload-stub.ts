import { randomUUID } from 'node:crypto'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { createFolder } from '@/lib/dropbox/create-folder'
import type { FileEntry } from '@/lib/dropbox/entry'
import { pathKey } from '@/lib/dropbox/paths'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { AppError } from '@/lib/errors'
import { numbered } from './model'
import type { Stage } from './stage'

/** What the upload needs to know of a receipt that the ledger only knows by its name. */
export type Source = { fileName: string; account: number; place: string; text: string }

type Folder = { id: string; kind: string; accountId: string | null; period: string | null; parentId: string | null; name: string; liveKey: string; dropboxId: string | null; path: string; pathLower: string }
type Row = { id: string; state: string; pathKey: string | null; dropboxId: string | null; fileName: string }
type Uploaded = { row: Row; folder: Folder; path: string; entry: FileEntry }

const orConflict = (thrown: unknown) => {
  if (thrown instanceof AppError && thrown.code === 'dropbox_path_conflict') return null
  throw thrown
}

/** One upload of all that is owed: what the ledger says at its beginning, and what is new. */
class Upload {
  readonly newFolders: Folder[] = []
  readonly done: Uploaded[] = []

  constructor(readonly stage: Stage, readonly folders: Folder[], readonly rows: Row[]) {}

  async ensure(place: string, account: number): Promise<Folder | null> {
    const { ref, accountIds, rootName } = this.stage
    const [kind, period] = place === 'root' ? (['root', null] as const) : place.includes('/') ? (['period', place.split('/')[1] ?? null] as const) : (['account', null] as const)
    const accountId = kind === 'root' ? null : (accountIds[account] ?? null)
    const liveKey = [ref.connectionId, kind, accountId ?? '-', period ?? '-'].join('/')
    const known = this.folders.find((folder) => folder.liveKey === liveKey)
    if (known) return known
    const parent = kind === 'root' ? null : await this.ensure(kind === 'period' ? (place.split('/')[0] ?? '') : 'root', account)
    if (kind !== 'root' && !parent) return null
    const name = kind === 'root' ? rootName : (place.split('/').at(-1) ?? '')
    for (let n = 1; n <= 4; n++) {
      const path = `${parent?.path ?? ''}/${numbered(name, n)}`
      if (this.folders.some((folder) => pathKey(folder.path) === pathKey(path))) continue
      const entry = await createFolder(this.stage.session, path).catch(orConflict)
      if (!entry || this.folders.some((folder) => folder.dropboxId === entry.id)) continue
      const at = { path: entry.pathDisplay, pathLower: entry.pathLower, dropboxId: entry.id }
      const folder = { id: randomUUID(), kind, accountId, period, parentId: parent?.id ?? null, name: numbered(name, n), liveKey, ...at }
      this.folders.push(folder)
      this.newFolders.push(folder)
      return folder
    }
    return null
  }

  async put(row: Row, folder: Folder, source: Source): Promise<void> {
    for (let n = 1; n <= 4; n++) {
      const path = `${folder.path}/${numbered(source.fileName, n)}`
      if (this.rows.some((other) => other !== row && other.state === 'done' && other.pathKey === pathKey(path))) continue
      const entry = await uploadFile(this.stage.session, { path, bytes: Buffer.from(source.text) }).catch(orConflict)
      if (!entry || this.rows.some((other) => other !== row && other.dropboxId === entry.id)) continue
      Object.assign(row, { state: 'done', pathKey: pathKey(path), dropboxId: entry.id })
      this.done.push({ row, folder, path, entry })
      return
    }
  }

  async record(): Promise<void> {
    const { connectionId, organizationId } = this.stage.ref
    if (this.newFolders.length > 0) await db().exportFolder.createMany({ data: this.newFolders.map((folder) => ({ ...folder, kind: folder.kind as 'root', connectionId, organizationId })) })
    const { done } = this
    if (done.length === 0) return
    const [ids, keys] = [done.map(({ row }) => row.id), done.map(({ path }) => pathKey(path))]
    await db().$executeRaw`UPDATE "Export" SET "pathKey" = NULL WHERE "connectionId" = ${connectionId} AND "pathKey" = ANY(${keys}::text[])`
    await db().$executeRaw`
      UPDATE "Export" e SET state = 'done', "owedReason" = NULL, "changedAt" = NULL, "tombstonedAt" = NULL, "tombstonePath" = NULL, "uploadedAt" = ${now()},
        path = u.path, "pathKey" = u.key, "dropboxId" = u.dropbox, rev = u.rev, "contentHash" = u.hash, size = u.size, "folderId" = u.folder
      FROM unnest(${ids}::text[], ${done.map(({ path }) => path)}::text[], ${keys}::text[], ${done.map(({ entry }) => entry.id)}::text[], ${done.map(({ entry }) => entry.rev)}::text[],
        ${done.map(({ entry }) => entry.contentHash)}::text[], ${done.map(({ entry }) => entry.size)}::bigint[], ${done.map(({ folder }) => folder.id)}::text[])
        AS u(id, path, key, dropbox, rev, hash, size, folder)
      WHERE e.id = u.id`
  }
}

/** Uploads what is owed, one file at a time, through the real calls: the exporter without its speed. */
export async function uploadOwed(stage: Stage, sources: Source[]): Promise<void> {
  const { connectionId } = stage.ref
  const rows = await db().$queryRaw<Row[]>`
    SELECT e.id, e.state::text AS state, e."pathKey", e."dropboxId", r."fileName" FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId"
    WHERE e."connectionId" = ${connectionId} ORDER BY length(r."fileName"), r."fileName"`
  const owed = rows.filter(({ state }) => state === 'owed')
  if (owed.length === 0) return
  const folders = await db().$queryRaw<Folder[]>`
    SELECT id, kind::text AS kind, "accountId", period, "parentId", name, "liveKey", "dropboxId", path, "pathLower" FROM "ExportFolder"
    WHERE "connectionId" = ${connectionId} AND "liveKey" IS NOT NULL`
  const upload = new Upload(stage, folders, rows)
  for (const row of owed) {
    const source = sources.find((one) => one.fileName === row.fileName)
    const folder = source ? await upload.ensure(source.place, source.account) : null
    if (source && folder) await upload.put(row, folder, source)
  }
  await upload.record()
}
