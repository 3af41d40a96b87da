import 'server-only'
import { AppError } from '@/lib/errors'
import { pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { RunRef } from '@/lib/exports/run-ref'
import { Asker } from './asker'
import { absentExports, allExports, exportsAtOrBelow, exportsByDropboxId, hasHistory } from './find-exports'
import { findRoot } from './find-root'
import { foldersAbove } from './folders-above'
import { isSamePlace } from './display-path'
import type { Ledger, LedgerExport, LedgerFolder } from './ledger'
import { lookOutside } from './look-outside'
import { mustListAgain, readChanges, type Changes } from './read-changes'
import type { Sight } from './sight'

export type ObservedConnection = { cursor: string | null; rootName: string; dropboxAccountId: string }

/** What a pass has to judge, and the cursor that continues after it. */
export type Observation = { asker: Asker; ledger: Ledger; cursor: string | null; isQuiet: boolean; hasRoot: boolean }

const LISTINGS = 3

const coversAny = (gone: ReadonlySet<string>, path: string) =>
  gone.has(pathKey(path)) || foldersAbove(pathKey(path)).some((folder) => gone.has(folder))

const liveRoot = (folders: LedgerFolder[]) => folders.find((folder) => folder.kind === 'root' && folder.isLive)

/** Hashes of the files that were seen: an absent export with one of them may be back. */
const seenHashes = (sight: Sight) => [...sight.alive.values()].flatMap((seen) => (seen.kind === 'file' && seen.contentHash ? [seen.contentHash] : []))

/** The live folders that what was seen concerns and whose fate it does not tell. */
function doubtful(folders: LedgerFolder[], sight: Sight, concerns: (folder: LedgerFolder) => boolean): string[] {
  return folders.flatMap((folder) => (folder.isLive && folder.dropboxId && !sight.alive.has(folder.dropboxId) && concerns(folder) ? [folder.dropboxId] : []))
}

/**
 * Where the changes took something away: paths reported as deleted, and paths where something else stands now, for Dropbox may tell only
 * the newcomer. A folder that is still the same one took nothing away.
 */
function touchedKeys({ view }: Changes, folders: LedgerFolder[], sight: Sight): Set<string> {
  const same = new Set(folders.flatMap((folder) => (folder.isLive && folder.dropboxId && sight.places.get(pathKey(folder.path))?.id === folder.dropboxId ? [pathKey(folder.path)] : [])))
  const stands = [...view.standing()].map((standing) => pathKey(standing.path)).filter((key) => !same.has(key))
  return new Set([...view.gone, ...stands])
}

/** The cursor belongs to a path: it tells nothing about a root folder that has left that path. */
function isWhereItWas(root: LedgerFolder, sight: Sight): boolean {
  const seen = root.dropboxId ? sight.alive.get(root.dropboxId) : undefined
  return seen ? pathKey(seen.path) === pathKey(root.path) : root.dropboxId === null || !sight.lost.has(root.dropboxId)
}

/** Judges by the changes since the cursor; null when they cannot be trusted to tell everything, so that the tree has to be listed. */
async function byChanges(session: DropboxSession, ref: RunRef, connection: ObservedConnection, folders: LedgerFolder[]): Promise<Observation | null> {
  const { cursor, rootName } = connection
  const root = liveRoot(folders)
  if (cursor === null || !root) return null
  const changes = await readChanges(session, { cursor }).catch((thrown: unknown) => {
    if (mustListAgain(thrown)) return null
    throw thrown
  })
  if (!changes) return null
  const asker = new Asker(session)
  asker.learn(changes.view)
  const { sight } = asker
  const touched = touchedKeys(changes, folders, sight)
  if (!changes.isQuiet) await asker.ask(doubtful(folders, sight, (folder) => folder.kind === 'root' || coversAny(touched, folder.path)))
  if (!isWhereItWas(root, sight)) return null
  const outside = await lookOutside(session, asker, ref, folders)
  const isQuiet = changes.isQuiet && outside.isNothing
  const ledger = { rootName, folders, exports: [] }
  if (isQuiet) return { asker, ledger, cursor: changes.cursor, isQuiet, hasRoot: true }
  const exports = distinct(
    await exportsByDropboxId(ref, [...sight.alive.keys()]),
    await exportsAtOrBelow(ref, touched),
    await absentExports(ref, seenHashes(sight)),
    outside.exports,
  )
  return { asker, ledger: { ...ledger, exports }, cursor: changes.cursor, isQuiet, hasRoot: true }
}

/** Judges by a listing of the whole tree, compared with the ledger by id. */
async function byListing(session: DropboxSession, ref: RunRef, connection: ObservedConnection, folders: LedgerFolder[]): Promise<Observation> {
  const { rootName } = connection
  const nothing = { asker: new Asker(session), ledger: { rootName, folders, exports: [] }, cursor: null, isQuiet: true, hasRoot: false }
  if (!(await hasHistory(ref))) return nothing
  const { asker, changes } = await listTree(session, connection, folders)
  const { sight } = asker
  await asker.ask(doubtful(folders, sight, () => true))
  await lookOutside(session, asker, ref, folders)
  const exports: LedgerExport[] = []
  const hashes = new Set(seenHashes(sight))
  const liveRows = new Set(folders.flatMap((folder) => (folder.isLive && folder.dropboxId && !sight.lost.has(folder.dropboxId) ? [folder.id] : [])))
  for await (const page of allExports(ref)) exports.push(...page.filter((entry) => isRemarkable(entry, sight, hashes, liveRows)))
  return { asker, ledger: { rootName, folders, exports }, cursor: changes?.cursor ?? null, isQuiet: false, hasRoot: changes !== null }
}

async function listTree(session: DropboxSession, connection: ObservedConnection, folders: LedgerFolder[]): Promise<{ asker: Asker; changes: Changes | null }> {
  for (let attempt = 1; attempt <= LISTINGS; attempt++) {
    const asker = new Asker(session)
    const root = await findRoot(session, asker, connection, folders)
    if (!root) return { asker, changes: null }
    try {
      const changes = await readChanges(session, { path: root.path, recursive: true })
      asker.learn(changes.view)
      return { asker, changes }
    } catch (thrown) {
      if (!mustListAgain(thrown)) throw thrown
    }
  }
  throw new AppError('dropbox_unreachable', 'the listing of the root folder never came to its end')
}

/** Whether the listing leaves anything to decide about an export. */
function isRemarkable(entry: LedgerExport, sight: Sight, hashes: Set<string>, liveRows: Set<string>): boolean {
  const seen = entry.dropboxId ? sight.alive.get(entry.dropboxId) : undefined
  if (entry.state !== 'done') return seen !== undefined || entry.owedReason === 'returned' || (entry.contentHash !== null && hashes.has(entry.contentHash))
  if (seen?.kind !== 'file' || entry.path === null) return true
  const isAtHome = entry.folderId === null || liveRows.has(entry.folderId)
  return !isAtHome || entry.isChanged || entry.rev !== seen.rev || !isSamePlace(entry.path, seen.path)
}

/** Lists of exports as one, each export once. */
export function distinct(...lists: LedgerExport[][]): LedgerExport[] {
  return [...new Map(lists.flat().map((entry) => [entry.id, entry])).values()]
}

/** Looks at Dropbox: the changes since the cursor where they suffice, else the whole tree. Records nothing. */
export async function observe(
  session: DropboxSession,
  ref: RunRef,
  connection: ObservedConnection,
  folders: LedgerFolder[],
  wholeTree: boolean,
): Promise<Observation> {
  return (wholeTree ? null : await byChanges(session, ref, connection, folders)) ?? byListing(session, ref, connection, folders)
}
