import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { createFolder } from '@/lib/dropbox/create-folder'
import type { FileEntry } from '@/lib/dropbox/entry'
import { pathKey } from '@/lib/dropbox/paths'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { AppError } from '@/lib/errors'
import type { ExportFolder } from '@/lib/generated/prisma/client'
import { numbered } from './model'
import type { Stage } from './stage'

/** What the upload needs to know of a receipt that the ledger only knows by its name. */
export type Source = { fileName: string; account: number; place: string; text: string }

const orConflict = (thrown: unknown) => {
  if (thrown instanceof AppError && thrown.code === 'dropbox_path_conflict') return null
  throw thrown
}

async function ensure(stage: Stage, place: string, account: number): Promise<ExportFolder | null> {
  const { connectionId, organizationId } = stage.ref
  const [kind, period] = place === 'root' ? (['root', null] as const) : place.includes('/') ? (['period', place.split('/')[1] ?? null] as const) : (['account', null] as const)
  const accountId = kind === 'root' ? null : (stage.accountIds[account] ?? null)
  const liveKey = [connectionId, kind, accountId ?? '-', period ?? '-'].join('/')
  const live = await db().exportFolder.findMany({ where: { connectionId, liveKey: { not: null } } })
  const known = live.find((folder) => folder.liveKey === liveKey)
  if (known) return known
  const parent = kind === 'root' ? null : await ensure(stage, kind === 'period' ? (place.split('/')[0] ?? '') : 'root', account)
  if (kind !== 'root' && !parent) return null
  const others = await db().exportFolder.findMany({ where: { connectionId, liveKey: { not: null } } })
  const name = kind === 'root' ? 'Qonto' : (place.split('/').at(-1) ?? '')
  for (let n = 1; n <= 4; n++) {
    const path = `${parent?.path ?? ''}/${numbered(name, n)}`
    if (others.some((folder) => pathKey(folder.path) === pathKey(path))) continue
    const entry = await createFolder(stage.session, path).catch(orConflict)
    if (!entry || others.some((folder) => folder.dropboxId === entry.id)) continue
    const at = { path: entry.pathDisplay, pathLower: entry.pathLower, dropboxId: entry.id }
    return db().exportFolder.create({ data: { connectionId, organizationId, kind, accountId, period, parentId: parent?.id, name: numbered(name, n), liveKey, ...at } })
  }
  return null
}

async function put(stage: Stage, exportId: string, folder: ExportFolder, source: Source): Promise<{ path: string; entry: FileEntry } | null> {
  const { connectionId } = stage.ref
  for (let n = 1; n <= 4; n++) {
    const path = `${folder.path}/${numbered(source.fileName, n)}`
    if (await db().export.findFirst({ where: { connectionId, pathKey: pathKey(path), state: 'done', id: { not: exportId } } })) continue
    const entry = await uploadFile(stage.session, { path, bytes: Buffer.from(source.text) }).catch(orConflict)
    if (!entry || (await db().export.findFirst({ where: { connectionId, dropboxId: entry.id, id: { not: exportId } } }))) continue
    return { path, entry }
  }
  return null
}

/** Uploads what is owed, one file at a time, through the real calls: the exporter without its speed. */
export async function uploadOwed(stage: Stage, sources: Source[]): Promise<void> {
  const { connectionId } = stage.ref
  const owed = await db().export.findMany({ where: { connectionId, state: 'owed' }, orderBy: { id: 'asc' }, include: { receipt: { select: { fileName: true } } } })
  for (const { id, receipt } of owed) {
    const source = sources.find((one) => one.fileName === receipt.fileName)
    const folder = source ? await ensure(stage, source.place, source.account) : null
    const done = source && folder ? await put(stage, id, folder, source) : null
    if (!done || !folder) continue
    const { path, entry } = done
    const key = pathKey(path)
    await db().export.updateMany({ where: { connectionId, pathKey: key, id: { not: id } }, data: { pathKey: null } })
    const facts = { dropboxId: entry.id, rev: entry.rev, contentHash: entry.contentHash, size: BigInt(entry.size) }
    const cleared = { owedReason: null, changedAt: null, tombstonedAt: null, tombstonePath: null }
    await db().export.update({ where: { id }, data: { state: 'done', ...cleared, ...facts, path, pathKey: key, folderId: folder.id, uploadedAt: now() } })
  }
}
