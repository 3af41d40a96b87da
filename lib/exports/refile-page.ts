import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { moveEntries } from '@/lib/dropbox/move-entries'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import type { FolderBook } from './folder-book'
import { holdLock } from './hold-lock'
import { inTransaction } from './in-transaction'
import type { Action } from './plan-export'
import { planPlaces, type Naming } from './plan-page'
import { readFiled, type FiledRow } from './read-filed'
import { recordRefiled } from './states'

/** Moved by one call and recorded together. */
const PAGE = 200

/**
 * Moves what is in Dropbox to the names and folders that the settings of today give, on the server's side, without sending a byte, where a person has asked
 * for it (requestRefile). Files that people moved or renamed stay where they put them; so does one whose new place is taken. Returns how many files
 * are still to be looked at when the time is over: zero also when nobody asked. Safe to repeat: how far it came is recorded with the moves.
 */
export async function refilePage(folders: FolderBook, naming: Naming, until: number): Promise<number> {
  const { connectionId, organizationId } = folders.ref
  const asked = await db().connection.findFirst({ where: { id: connectionId, organizationId }, select: { refileAfter: true } })
  for (let after = asked?.refileAfter ?? null; after !== null; ) {
    const rows = await readFiled(folders.ref, after, PAGE)
    const last = rows.at(-1)
    if (!last) {
      await recordEnd(folders, after)
      return 0
    }
    const own = rows.filter((row) => isWhereWePutIt(row, folders))
    await moveAndRecord(folders, own, await planPlaces(folders, own, naming), { after, upTo: last.exportId })
    after = last.exportId
    if (Date.now() > until) return db().export.count({ where: { connectionId, organizationId, state: 'done', id: { gt: after } } })
  }
  return 0
}

function isWhereWePutIt({ plannedFolderId, chosenName, plannedPath }: FiledRow, folders: FolderBook): boolean {
  const folder = plannedFolderId ? folders.findById(plannedFolderId) : undefined
  return folder !== undefined && chosenName !== null && plannedPath !== null && pathKey(joinPath(folder.path, chosenName)) === pathKey(plannedPath)
}

async function moveAndRecord(folders: FolderBook, rows: FiledRow[], actions: Action[], { after, upTo }: { after: string; upTo: string }): Promise<void> {
  const { ref, session } = folders
  const byId = new Map(rows.map((row) => [row.exportId, row]))
  // Dropbox refuses a change of case alone.
  const moves = actions.flatMap((action) => {
    const row = byId.get(action.exportId)
    return row?.plannedPath && row.knownId && pathKey(row.plannedPath) !== pathKey(action.path) ? [{ action, id: row.knownId, from: row.plannedPath, to: action.path }] : []
  })
  const outcomes = await moveEntries(session, moves)
  const done = moves.flatMap(({ action: { exportId, folderId, fileName } }, index) => {
    const entry = outcomes[index]?.entry
    return entry ? [{ exportId, folderId, fileName, path: entry.pathDisplay }] : []
  })
  await inTransaction(async (tx) => {
    await holdLock(tx, ref)
    if (done.length > 0) await recordRefiled(tx, ref, done)
    // Asked for again meanwhile: it begins anew.
    await tx.connection.updateMany({
      where: { id: ref.connectionId, organizationId: ref.organizationId, refileAfter: after },
      data: { refileAfter: upTo, refileMoved: { increment: done.length }, refileLeft: { increment: moves.length - done.length } },
    })
  })
}

async function recordEnd({ ref }: FolderBook, after: string): Promise<void> {
  const { connectionId, organizationId } = ref
  await inTransaction(async (tx) => {
    await holdLock(tx, ref)
    const ended = await tx.connection.updateMany({ where: { id: connectionId, organizationId, refileAfter: after }, data: { refileAfter: null, refiledAt: now() } })
    if (ended.count === 0) return
    const { refileMoved: moved, refileLeft: left } = await tx.connection.findUniqueOrThrow({ where: { id: connectionId } })
    await recordAudit(tx, { organizationId, actor: { name: 'Export' }, action: 'refiled', detail: { connectionId, moved, left } })
  })
}
