import 'server-only'
import PQueue from 'p-queue'
import { db } from '@/lib/db'
import type { FileEntry } from '@/lib/dropbox/entry'
import { getEntry } from '@/lib/dropbox/get-entry'
import { joinPath } from '@/lib/dropbox/paths'
import { restoreFile } from '@/lib/dropbox/restore-file'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import type { RunRef } from '@/lib/exports/run-ref'
import { recordPresent } from '@/lib/exports/states'
import type { Export } from '@/lib/generated/prisma/client'
import { standingOf } from './change-view'
import { isGuarded } from './guard'
import type { LedgerFolder } from './ledger'
import { loadFolders } from './load-folders'
import { plannedFolder } from './planned-folder'

/** Each restore is a call of its own; from so many on, a batched upload is quicker and gives the same files. */
const MOST_RESTORED = 100
/** The look-ups run side by side; the account's gate lets one restore through at a time. */
const AT_ONCE = 8

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
  const queue = new PQueue({ concurrency: AT_ONCE })
  const outcomes = await queue.addAll(rows.map((row) => () => restoreOne(ref, session, row, folders)))
  return outcomes.filter(Boolean).length
}

type Row = Export & { connection: { rootName: string; deletionGuard: unknown } }

async function restoreOne(ref: RunRef, session: DropboxSession, row: Row, folders: LedgerFolder[]): Promise<boolean> {
  const held = folders.find((folder) => folder.id === row.folderId)
  const target = held && plannedFolder(held, folders, row.connection.rootName)
  if (!target || row.fileName === null || row.rev === null || isGuarded(row.connection.deletionGuard, target.path)) return false
  const path = joinPath(target.path, row.fileName)
  const entry = await restore(session, path, row.rev)
  const file = entry && standingOf(entry)
  if (file?.kind !== 'file' || file.contentHash !== row.contentHash) return false
  const fact = { exportId: row.id, path, dropboxId: file.id, rev: file.rev, folderId: target.id, isChanged: false }
  await db().$transaction((tx) => recordPresent(tx, ref, [fact]))
  return true
}
