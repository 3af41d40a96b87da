import 'server-only'
import { db } from '@/lib/db'
import type { FileEntry } from '@/lib/dropbox/entry'
import { getEntry } from '@/lib/dropbox/get-entry'
import { joinPath } from '@/lib/dropbox/paths'
import { restoreFile } from '@/lib/dropbox/restore-file'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import { holdLock } from '@/lib/exports/hold-lock'
import type { RunRef } from '@/lib/exports/run-ref'
import { standingOf } from './change-view'
import { isGuarded } from './guard'
import { loadFolders } from './load-folders'
import { plannedFolder } from './planned-folder'
import { recordPresent } from './record-present'

/** Each restore is a call of its own; from so many on, a batched upload is quicker and gives the same files. */
const MOST_RESTORED = 100

/**
 * The restored file, or null when something stands there or Dropbox no longer holds the revision: then the upload does it. The path is asked
 * about first, because a restore would replace what is there.
 */
async function restore(session: DropboxSession, path: string, rev: string): Promise<FileEntry | null> {
  try {
    return (await getEntry(session, path)) ? null : await restoreFile(session, { path, rev })
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.next === 'skip_item') return null
    throw thrown
  }
}

/**
 * Puts back what a person asked for from Dropbox's own memory, without sending bytes, where the exporter would put it. What cannot be
 * restored stays owed for the upload of the same run. A repeat after a crash restores the same revision to the same path: one file.
 */
export async function restoreBroughtBack(ref: RunRef, session: DropboxSession): Promise<number> {
  const { connectionId, organizationId } = ref
  const rows = await db().export.findMany({
    where: { connectionId, organizationId, state: 'owed', owedReason: 'brought_back', rev: { not: null }, contentHash: { not: null }, folderId: { not: null } },
    orderBy: { id: 'asc' },
    take: MOST_RESTORED + 1,
    include: { connection: { select: { rootName: true, deletionGuard: true } } },
  })
  if (rows.length === 0 || rows.length > MOST_RESTORED) return 0
  const folders = await loadFolders(ref)
  let restored = 0
  for (const row of rows) {
    const held = folders.find((folder) => folder.id === row.folderId)
    const target = held && plannedFolder(held, folders, row.connection.rootName)
    if (!target || row.fileName === null || row.rev === null || isGuarded(row.connection.deletionGuard, target.path)) continue
    const path = joinPath(target.path, row.fileName)
    const entry = await restore(session, path, row.rev)
    const file = entry && standingOf(entry)
    if (file?.kind !== 'file' || file.contentHash !== row.contentHash) continue
    await db().$transaction(async (tx) => {
      await holdLock(tx, ref)
      const ledger = { ...row, isChanged: false }
      await recordPresent(tx, ref, [{ is: 'present', export: ledger, file, path, folderId: target.id, isChanged: false, isMoved: false }])
    })
    restored++
  }
  return restored
}
