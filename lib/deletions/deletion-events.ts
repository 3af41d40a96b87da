import { pathKey } from '@/lib/dropbox/paths'
import type { Verdicts } from './decide'
import { folderAbove } from './folders-above'
import type { DeletionView } from './present'

export type NewEvent = { kind: DeletionView['kind']; path: string; toPath?: string; receiptCount: number; exportId?: string; folderId?: string }

/** Up to so many files of one kind are told one by one; more are told by folder. */
const ONE_BY_ONE = 20

type FileEvent = { path: string; toPath?: string; exportId: string }

function tell(kind: NewEvent['kind'], files: FileEvent[]): NewEvent[] {
  if (files.length <= ONE_BY_ONE) return files.map((file) => ({ kind, receiptCount: 1, ...file }))
  const groups = new Map<string, NewEvent>()
  for (const { path, toPath } of files) {
    const [from, to] = [folderAbove(path) || '/', toPath === undefined ? undefined : folderAbove(toPath) || '/']
    const group = groups.get(`${from}\n${to}`) ?? { kind, path: from, ...(to !== undefined && { toPath: to }), receiptCount: 0 }
    groups.set(`${from}\n${to}`, { ...group, receiptCount: group.receiptCount + 1 })
  }
  return [...groups.values()]
}

/** Moves of folders that are more than being carried along by a folder above, or another spelling. */
function movedFolders({ folders }: Verdicts): NewEvent[] {
  const carried = (from: string, to: string) =>
    folders.moved.some((other) => pathKey(from).startsWith(`${pathKey(other.folder.path)}/`) && pathKey(to) === pathKey(other.to + from.slice(other.folder.path.length)))
  return folders.moved
    .filter(({ folder, to }) => pathKey(folder.path) !== pathKey(to) && !carried(folder.path, to))
    .map(({ folder, to }) => ({ kind: 'folder_moved', path: folder.path, toPath: to, receiptCount: 0, folderId: folder.id }))
}

/** One event for each highest deleted folder, with the number of receipts that stay away with it. */
function deletedFolders({ folders, tombstoned }: Verdicts): NewEvent[] {
  const receipts = new Map<string, Set<string>>()
  for (const { folder, export: entry } of tombstoned) receipts.set(folder, (receipts.get(folder) ?? new Set()).add(entry.receiptId))
  return [...receipts].map(([path, { size: receiptCount }]) => {
    const folderId = folders.deleted.find((folder) => pathKey(folder.path) === pathKey(path))?.id
    return { kind: 'folder_deleted', path, receiptCount, ...(folderId && { folderId }) }
  })
}

/** What a pass tells people, in the order in which it is shown. */
export function deletionEvents(verdicts: Verdicts): { returned: NewEvent[]; tombstoned: NewEvent[]; others: NewEvent[] } {
  const file = (entry: { id: string; path: string | null }, toPath?: string): FileEvent => ({
    path: entry.path ?? '', exportId: entry.id, ...(toPath !== undefined && { toPath }),
  })
  const moved = verdicts.present.filter((found) => found.isMoved)
  const edited = verdicts.present.filter((found) => found.isChanged && !found.export.isChanged)
  return {
    returned: tell('file_deleted', verdicts.returned.map((verdict) => file(verdict.export))),
    tombstoned: deletedFolders(verdicts),
    others: [
      ...movedFolders(verdicts),
      ...tell('file_moved', moved.map((found) => file(found.export, found.path))),
      ...tell('file_edited', edited.map((found) => ({ path: found.path, exportId: found.export.id }))),
    ],
  }
}
