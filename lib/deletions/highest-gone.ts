import { pathKey } from '@/lib/dropbox/paths'
import { foldersAbove } from './folders-above'
import type { LedgerFolder } from './ledger'
import type { Sight } from './sight'

/** The folders of a ledger, found by the place where they were last seen (live ones) or by row. */
export type FolderIndex = { liveAt: Map<string, LedgerFolder>; byId: Map<string, LedgerFolder> }

export function indexFolders(folders: LedgerFolder[]): FolderIndex {
  const live = folders.filter((folder) => folder.isLive)
  return {
    liveAt: new Map(live.map((folder) => [pathKey(folder.path), folder])),
    byId: new Map(folders.map((folder) => [folder.id, folder])),
  }
}

/**
 * What became of the folders above a path: `gone` names the highest deleted one, as its path was; `standing` gives the path that the
 * file would have now, after moves of its folders; `ask` is the question (id or path) that must be answered first.
 */
export type Above = { is: 'gone'; folder: string } | { is: 'standing'; path: string } | { is: 'ask'; question: string }

type Fate = { is: 'gone' } | { is: 'standing'; path: string } | { is: 'ask'; question: string } | { is: 'untracked' }

function fateOf(folder: string, ownFolder: LedgerFolder | undefined, index: FolderIndex, sight: Sight): Fate {
  const key = pathKey(folder)
  if (ownFolder && !ownFolder.isLive && pathKey(ownFolder.path) === key) return { is: 'gone' }
  const id = index.liveAt.get(key)?.dropboxId
  if (!id) return { is: 'untracked' }
  if (sight.lost.has(id)) return { is: 'gone' }
  const seen = sight.alive.get(id)
  return seen ? { is: 'standing', path: seen.path } : { is: 'ask', question: id }
}

/**
 * Looks from the lowest folder that is still the same folder by id downwards: what lies above that one cannot have taken the file
 * away. A folder that only the user made is known by its path; one of a former generation (`folderId`) counts as deleted.
 */
export function highestGone(path: string, folderId: string | null, index: FolderIndex, sight: Sight): Above {
  const above = foldersAbove(path)
  const own = folderId === null ? undefined : index.byId.get(folderId)
  const fates = above.map((folder) => fateOf(folder, own, index, sight))
  const question = fates.find((fate) => fate.is === 'ask')
  if (question) return question
  const lowest = fates.findLastIndex((fate) => fate.is === 'standing')
  const base = fates[lowest]
  const from = above[lowest] ?? ''
  const to = base?.is === 'standing' ? base.path : ''
  for (const [index, folder] of above.entries()) {
    if (index <= lowest) continue
    if (fates[index]?.is === 'gone') return { is: 'gone', folder }
    const now = to + folder.slice(from.length)
    const place = sight.places.get(pathKey(now))
    if (place === undefined) return { is: 'ask', question: now }
    if (place?.kind !== 'folder') return { is: 'gone', folder }
  }
  return { is: 'standing', path: to + path.slice(from.length) }
}
