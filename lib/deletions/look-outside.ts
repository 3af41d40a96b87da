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

type Stray = { dropboxId: string | null; path: string }

/** The highest tracked folders that stand, or were last seen, outside the root. */
function strayFolders(folders: LedgerFolder[], asker: Asker): Stray[] {
  const { alive, lost } = asker.sight
  const here = (folder: LedgerFolder) => (folder.dropboxId && alive.get(folder.dropboxId)?.path) || folder.path
  const live = folders.filter((folder) => folder.isLive && !(folder.dropboxId && lost.has(folder.dropboxId)))
  const root = live.find((folder) => folder.kind === 'root')
  const outside = live.filter((folder) => folder !== root && !(root && isBelow(here(folder), here(root)))).map((folder) => ({ dropboxId: folder.dropboxId, path: here(folder) }))
  return outside.filter((folder) => !outside.some((other) => isBelow(folder.path, other.path)))
}

/** Lists the folders in which many of these files were last seen. */
async function lookForLoose(session: DropboxSession, asker: Asker, exports: LedgerExport[]): Promise<void> {
  const loose = new Map<string, string[]>()
  for (const { path } of exports) {
    if (path !== null) loose.set(folderKey(path), [...(loose.get(folderKey(path)) ?? []), folderAbove(path)])
  }
  for (const [path, ...others] of loose.values()) {
    if (path !== undefined && others.length + 1 >= LIST_FROM) await list(session, asker, path, false)
  }
}

/**
 * The root's cursor does not see what the user moved out of the root: folders and files that are outside are looked up each time.
 * Returns the exports last seen outside; without any, and without such folders, it costs no call.
 */
export async function lookOutside(
  session: DropboxSession,
  asker: Asker,
  ref: RunRef,
  folders: LedgerFolder[],
): Promise<{ exports: LedgerExport[]; isNothing: boolean }> {
  const root = folders.find((folder) => folder.isLive && folder.kind === 'root')
  const strays = strayFolders(folders, asker)
  const exports = root ? await straysOf(ref, pathKey(root.path)) : []
  await asker.ask(strays.flatMap((folder) => (folder.dropboxId && !asker.sight.alive.has(folder.dropboxId) ? [folder.dropboxId] : [])))
  for (const folder of strays) {
    const seen = folder.dropboxId ? asker.sight.alive.get(folder.dropboxId) : undefined
    if (seen) await list(session, asker, seen.path, true)
  }
  await lookForLoose(session, asker, exports.filter(({ path }) => path !== null && !strays.some((folder) => isBelow(path, folder.path))))
  return { exports, isNothing: strays.length === 0 && exports.length === 0 }
}
