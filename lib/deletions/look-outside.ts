import 'server-only'
import { pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { RunRef } from '@/lib/exports/run-ref'
import type { Asker } from './asker'
import { folderKey, straysOf } from './find-exports'
import { folderAbove } from './folders-above'
import type { LedgerExport, LedgerFolder } from './ledger'
import { mustListAgain, readChanges } from './read-changes'

/** From so many files in one folder on, listing it is cheaper than asking for each. */
const LIST_FROM = 20

const isBelow = (path: string, folder: string) => pathKey(path).startsWith(`${pathKey(folder)}/`)

async function list(session: DropboxSession, asker: Asker, path: string, recursive: boolean): Promise<void> {
  try {
    asker.learn((await readChanges(session, { path, recursive })).view)
  } catch (thrown) {
    if (!mustListAgain(thrown)) throw thrown
  }
}

/**
 * The root's cursor does not see what the user moved out of the root: folders and files that were last seen outside are looked up each
 * time. Returns the exports concerned; without any it costs no call.
 */
export async function lookOutside(
  session: DropboxSession,
  asker: Asker,
  ref: RunRef,
  folders: LedgerFolder[],
): Promise<{ exports: LedgerExport[]; isNothing: boolean }> {
  const live = folders.filter((folder) => folder.isLive)
  const root = live.find((folder) => folder.kind === 'root')
  if (!root) return { exports: [], isNothing: true }
  const strayFolders = live.filter((folder) => folder !== root && !isBelow(folder.path, root.path))
  const exports = await straysOf(ref, pathKey(root.path))
  if (strayFolders.length === 0 && exports.length === 0) return { exports, isNothing: true }
  const highest = strayFolders.filter((folder) => !strayFolders.some((other) => isBelow(folder.path, other.path)))
  await asker.ask(highest.flatMap((folder) => folder.dropboxId ?? []))
  for (const folder of highest) {
    const seen = folder.dropboxId ? asker.sight.alive.get(folder.dropboxId) : undefined
    if (seen) await list(session, asker, seen.path, true)
  }
  const loose = new Map<string, string[]>()
  for (const { path } of exports) {
    if (path === null || highest.some((folder) => isBelow(path, folder.path))) continue
    loose.set(folderKey(path), [...(loose.get(folderKey(path)) ?? []), folderAbove(path)])
  }
  for (const [path, ...others] of loose.values()) {
    if (path !== undefined && others.length + 1 >= LIST_FROM) await list(session, asker, path, false)
  }
  return { exports, isNothing: false }
}
