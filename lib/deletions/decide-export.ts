import { pathKey } from '@/lib/dropbox/paths'
import { highestGone, type FolderIndex } from './highest-gone'
import type { LedgerExport } from './ledger'
import type { Sight, StandingFile } from './sight'

/** The file of an export stands in Dropbox: as it was, elsewhere, with other content, or again. */
export type Present = {
  is: 'present'
  export: LedgerExport
  file: StandingFile
  /** The user changed its content. */
  isChanged: boolean
  /** Moved on its own, not merely along with a tracked folder, and not only in spelling. */
  isMoved: boolean
}

export type ExportVerdict =
  | Present
  | { is: 'returned'; export: LedgerExport; path: string }
  | { is: 'tombstoned'; export: LedgerExport; folder: string }
  | { is: 'ask'; question: string }
  | null

/** Which export a Dropbox id belongs to: its file is never taken for another export's. */
export type Owners = ReadonlyMap<string, string>

type Context = { index: FolderIndex; sight: Sight; owners: Owners }

function present(entry: LedgerExport, file: StandingFile, { index, sight }: Context): Present {
  const isElsewhere = entry.path !== null && pathKey(entry.path) !== pathKey(file.path)
  const above = entry.path !== null && isElsewhere ? highestGone(entry.path, null, index, sight) : null
  const isExplained = above?.is === 'standing' && pathKey(above.path) === pathKey(file.path)
  const isMoved = entry.state === 'done' && isElsewhere && !isExplained
  return { is: 'present', export: entry, file, isChanged: file.contentHash !== entry.contentHash, isMoved }
}

/** A file at a path that no other export owns; `undefined` when the path was not asked about. */
function freeFileAt(path: string, entry: LedgerExport, { sight, owners }: Context): StandingFile | null | undefined {
  const place = sight.places.get(pathKey(path))
  if (place === undefined) return undefined
  return place?.kind === 'file' && (owners.get(place.id) ?? entry.id) === entry.id ? place : null
}

/** A done export whose id is confirmed to be nowhere: replaced, gone alone, or gone with a folder. */
function decideLost(entry: LedgerExport, path: string, context: Context): ExportVerdict {
  const above = highestGone(path, entry.folderId, context.index, context.sight)
  if (above.is === 'ask') return above
  if (above.is === 'standing') {
    const file = freeFileAt(above.path, entry, context)
    if (file === undefined) return { is: 'ask', question: above.path }
    return file ? { ...present(entry, file, context), isMoved: false } : { is: 'returned', export: entry, path: above.path }
  }
  const folder = context.sight.places.get(pathKey(above.folder))
  if (folder === undefined) return { is: 'ask', question: above.folder }
  const tombstoned = { is: 'tombstoned', export: entry, folder: above.folder } as const
  if (folder?.kind !== 'folder') return tombstoned
  const file = freeFileAt(path, entry, context)
  if (file === undefined) return { is: 'ask', question: path }
  return file?.contentHash === entry.contentHash && file ? { ...present(entry, file, context), isMoved: false } : tombstoned
}

/** An export that is not in Dropbox as far as the ledger knows: did its file come back by itself, or its folder go after it? */
function decideAbsent(entry: LedgerExport, context: Context): ExportVerdict {
  if (entry.contentHash === null) return null
  const own = entry.dropboxId ? context.sight.alive.get(entry.dropboxId) : undefined
  const mayDiffer = entry.state === 'tombstoned' || entry.owedReason === 'returned'
  if (own?.kind === 'file' && context.owners.get(own.id) === entry.id && (mayDiffer || own.contentHash === entry.contentHash)) return present(entry, own, context)
  if (entry.path === null) return null
  const file = freeFileAt(entry.path, entry, context)
  if (file && file.contentHash === entry.contentHash) return present(entry, file, context)
  if (entry.state !== 'owed' || entry.owedReason !== 'returned') return null
  const isBelowLost = [...context.index.liveAt.values()].some(
    (folder) => folder.dropboxId !== null && context.sight.lost.has(folder.dropboxId) && pathKey(`${entry.path}`).startsWith(`${pathKey(folder.path)}/`),
  )
  if (!isBelowLost) return null
  const above = highestGone(entry.path, entry.folderId, context.index, context.sight)
  if (above.is === 'ask') return above
  return above.is === 'gone' ? { is: 'tombstoned', export: entry, folder: above.folder } : null
}

/** The verdict on one export, or the question that has to be answered first; null leaves it as it is. */
export function decideExport(entry: LedgerExport, context: Context): ExportVerdict {
  if (entry.state !== 'done') return decideAbsent(entry, context)
  if (entry.dropboxId === null || entry.path === null) return null
  const seen = context.sight.alive.get(entry.dropboxId)
  if (seen?.kind === 'file') return present(entry, seen, context)
  if (!context.sight.lost.has(entry.dropboxId)) return { is: 'ask', question: entry.dropboxId }
  return decideLost(entry, entry.path, context)
}
