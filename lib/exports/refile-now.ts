import 'server-only'
import { dropboxSession } from '@/lib/connections/dropbox-session'
import { db } from '@/lib/db'
import { moveEntry } from '@/lib/dropbox/move-entry'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import { FolderBook } from './folder-book'
import { inTransaction } from './in-transaction'
import type { Action } from './plan-export'
import { planPlaces, type Naming } from './plan-page'
import { readFiled, type FiledRow } from './read-filed'
import type { RunRef } from './run-ref'
import { recordRefiled } from './states'
import { withConnectionLock } from './with-connection-lock'
import { withLease } from './with-lease'

/** `left`: where something else holds the new place; they stay where they are. */
export type Refiling = { moved: number; left: number }

const PAGE = 500
const RECORDED_AT_ONCE = 25

/**
 * Moves what is in Dropbox to the names and folders that the settings of today give, on the server's side, without sending a byte. Files that people
 * moved or renamed stay where they put them. Safe to repeat. @throws AppError `not_connected`, `run_in_progress`, or what ends the whole.
 */
export async function refileNow(organizationId: string, connectionId: string): Promise<Refiling> {
  return withConnectionLock(organizationId, connectionId, 'refile', (ref) => withLease(ref, (signal) => refile(ref, signal)))
}

async function refile(ref: RunRef, signal: AbortSignal): Promise<Refiling> {
  const naming = await namingOf(ref)
  const session = await dropboxSession(ref.connectionId, { signal })
  const folders = await FolderBook.open(ref, session)
  const total: Refiling = { moved: 0, left: 0 }
  for (let after = ''; ; ) {
    const rows = await readFiled(ref, after, PAGE)
    const last = rows.at(-1)
    if (!last) return total
    after = last.exportId
    const own = rows.filter((row) => isWhereWePutIt(row, folders))
    const actions = await planPlaces(folders, own, naming)
    await moveAll(ref, session, own, actions, total)
  }
}

async function namingOf({ connectionId, organizationId }: RunRef): Promise<Naming> {
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId }, include: { organization: true } })
  if (!connection) throw new AppError('not_connected', connectionId)
  const { timeZone, periodKind, fileTemplate: template } = connection.organization
  await db().connection.update({ where: { id: connectionId }, data: { periodKind, fileTemplate: template } })
  return { rootName: connection.rootName, timeZone, periodKind, template }
}

function isWhereWePutIt({ plannedFolderId, chosenName, plannedPath }: FiledRow, folders: FolderBook): boolean {
  const folder = plannedFolderId ? folders.findById(plannedFolderId) : undefined
  return folder !== undefined && chosenName !== null && plannedPath !== null && pathKey(joinPath(folder.path, chosenName)) === pathKey(plannedPath)
}

async function moveAll(ref: RunRef, session: DropboxSession, rows: FiledRow[], actions: Action[], total: Refiling): Promise<void> {
  const from = new Map(rows.map((row) => [row.exportId, row.plannedPath ?? '']))
  let done: { exportId: string; folderId: string; fileName: string; path: string }[] = []
  const record = async () => {
    const moves = done
    done = []
    if (moves.length > 0) await inTransaction((tx) => recordRefiled(tx, ref, moves))
    total.moved += moves.length
  }
  for (const { exportId, folderId, fileName, path } of actions) {
    const old = from.get(exportId) ?? ''
    // Dropbox refuses a change of case alone.
    if (pathKey(old) === pathKey(path)) continue
    try {
      const entry = await moveEntry(session, { from: old, to: path })
      done.push({ exportId, folderId, fileName, path: entry.pathDisplay })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.next !== 'skip_item') {
        await record()
        throw thrown
      }
      total.left += 1
    }
    if (done.length >= RECORDED_AT_ONCE) await record()
  }
  await record()
}
