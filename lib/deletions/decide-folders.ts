import { joinPath, pathKey } from '@/lib/dropbox/paths'
import { placeOf, type Ledger, type LedgerFolder } from './ledger'
import { displayPath, isSamePlace } from './display-path'
import type { Sight } from './sight'

export type FolderVerdicts = {
  /** Followed by id; also when only the spelling changed. */
  moved: { folder: LedgerFolder; to: string }[]
  deleted: LedgerFolder[]
  /** Deleted before, and the same folder by id stands again. */
  revived: { folder: LedgerFolder; path: string }[]
  /** Another folder stands where the exporter would make the next one: it fills the place of `of` from now on. */
  successors: { id: string; of: LedgerFolder; dropboxId: string; path: string }[]
  /** The live folders after these verdicts, by pathKey. */
  liveAfter: Map<string, LiveFolder>
}

export type LiveFolder = { id: string; dropboxId: string | null; path: string }

const parentPlace = (folder: LedgerFolder): string =>
  folder.kind === 'period' ? placeOf({ kind: 'account', accountId: folder.accountId, period: null }) : 'root/-/-'

const DEPTH = { root: 0, account: 1, period: 2 }
const byDepth = (a: LedgerFolder, b: LedgerFolder) => DEPTH[a.kind] - DEPTH[b.kind]

function settle(folder: LedgerFolder, now: LiveFolder, live: Map<string, LiveFolder>, verdicts: FolderVerdicts) {
  live.set(placeOf(folder), now)
  verdicts.liveAfter.set(pathKey(now.path), now)
}

/** What became of every folder of a connection, and the places to ask about first. `newId` names the rows of successors. */
export function decideFolders(ledger: Ledger, sight: Sight, newId: () => string): FolderVerdicts & { questions: string[] } {
  const verdicts = { moved: [], deleted: [], revived: [], successors: [], liveAfter: new Map(), questions: [] } as FolderVerdicts & { questions: string[] }
  const live = new Map<string, LiveFolder>()
  for (const folder of ledger.folders.filter((row) => row.isLive).sort(byDepth)) {
    const seen = folder.dropboxId ? sight.alive.get(folder.dropboxId) : undefined
    if (folder.dropboxId && sight.lost.has(folder.dropboxId)) {
      verdicts.deleted.push(folder)
      continue
    }
    const path = seen && !isSamePlace(seen.path, folder.path) ? displayPath(seen.path, verdicts.liveAfter) : folder.path
    if (path !== folder.path) verdicts.moved.push({ folder, to: path })
    settle(folder, { id: folder.id, dropboxId: folder.dropboxId, path }, live, verdicts)
  }
  const dead = [...ledger.folders.filter((row) => !row.isLive), ...verdicts.deleted].reverse()
  for (const folder of dead.sort(byDepth)) fillPlace(folder, ledger.rootName, live, sight, newId, verdicts)
  return verdicts
}

/** Finds who fills the place of a deleted folder now, if anyone: itself again, or a folder at the path the exporter would choose. */
function fillPlace(folder: LedgerFolder, rootName: string, live: Map<string, LiveFolder>, sight: Sight, newId: () => string, verdicts: FolderVerdicts & { questions: string[] }) {
  if (live.has(placeOf(folder))) return
  const again = folder.dropboxId ? sight.alive.get(folder.dropboxId) : undefined
  if (again?.kind === 'folder') {
    const path = displayPath(again.path, verdicts.liveAfter)
    verdicts.revived.push({ folder, path })
    settle(folder, { id: folder.id, dropboxId: again.id, path }, live, verdicts)
    return
  }
  const parent = folder.kind === 'root' ? '' : live.get(parentPlace(folder))?.path
  if (parent === undefined) return
  const planned = joinPath(parent, folder.kind === 'root' ? rootName : folder.name)
  const next = sight.places.get(pathKey(planned))
  if (next === undefined) verdicts.questions.push(planned)
  if (next?.kind !== 'folder' || sight.lost.has(next.id)) return
  if ([...live.values()].some((other) => other.dropboxId === next.id)) return
  const successor = { id: newId(), of: folder, dropboxId: next.id, path: displayPath(next.path, verdicts.liveAfter) }
  verdicts.successors.push(successor)
  settle(folder, successor, live, verdicts)
}
