import { pathKey } from '@/lib/dropbox/paths'
import { db } from '@/lib/db'
import { reconcileDeletions } from '../reconcile-deletions'
import type { NearDropbox } from './near-dropbox.test-support'
import { ACCOUNTS, PERIODS, type Deed } from './perform'
import { aHome, aStage, act, addReceipt, treeOf, type Home, type TreeRow } from './stage'
import { uploadOwed, type Source } from './upload-stub'

/** A person's deed, chosen from what stands in Dropbox when its moment has come. */
export type LooseStep = { do: 'deleteFile' | 'deleteFolder' | 'purge' | 'move' | 'rename' | 'respell' | 'edit' | 'replace' | 'makeAgain' | 'restore' | 'share'; what: number; to: number }

/** Receipts first, then rounds of run and person: `at` is the call of the round before which the person acts, 0 for before the pass. */
export type LooseHistory = { receipts: { account: number; period: number }[]; rounds: { at: number; step: LooseStep }[] }

const pick = <T>(from: T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))

/** What the person has deleted so far, and how often a folder went or a file got other content. */
export type Past = { deleted: TreeRow[]; foldersGone: number }

function moveTo(rows: TreeRow[], row: TreeRow, to: string): Deed | null {
  const isFree = !rows.some(({ path }) => pathKey(path) === pathKey(to)) && !`${pathKey(to)}/`.startsWith(`${pathKey(row.path)}/`)
  return isFree ? { op: 'move', path: row.path, to } : null
}

function again(rows: TreeRow[], gone: TreeRow | undefined, op: 'mkdir' | 'restore'): Deed | null {
  if (!gone || rows.some(({ path }) => pathKey(path) === pathKey(gone.path))) return null
  const isPossible = folderOf(gone.path) === '' || rows.some(({ path, kind }) => kind === 'folder' && pathKey(path) === pathKey(folderOf(gone.path)))
  return isPossible ? { op, path: gone.path } : null
}

function deedOf(rows: TreeRow[], past: Past, { do: what, what: index, to }: LooseStep): Deed | null {
  const [files, folders] = [rows.filter(({ kind }) => kind === 'file'), rows.filter(({ kind }) => kind === 'folder')]
  if (what === 'restore') return again(rows, pick(past.deleted, index), 'restore')
  if (what === 'makeAgain') return again(rows, pick(past.deleted.filter(({ kind }) => kind === 'folder'), index), 'mkdir')
  const row = pick(what === 'deleteFolder' || what === 'share' ? folders : ['move', 'rename', 'respell'].includes(what) ? rows : files, index)
  if (!row) return null
  if (what === 'share') return { op: to % 2 === 0 ? 'share' : 'unshare', path: row.path }
  if (what === 'edit' || what === 'replace') return { op: 'write', path: row.path, text: `${what} ${index}` }
  if (what === 'move') return moveTo(rows, row, `${pick(['', ...folders.map(({ path }) => path)], to) ?? ''}/${nameOf(row.path)}`)
  if (what === 'rename') return moveTo(rows, row, `${folderOf(row.path)}/Renamed ${to % 3}`)
  if (what === 'respell') return { op: 'move', path: row.path, to: `${folderOf(row.path)}/${to % 2 === 0 ? nameOf(row.path).toUpperCase() : nameOf(row.path).toLowerCase()}` }
  return { op: what === 'purge' ? 'purge' : 'delete', path: row.path }
}

/** Does the step now. A deed that came too late is none: what it was about is gone. */
export async function doNow(home: Home, past: Past, step: LooseStep): Promise<void> {
  const rows = await treeOf(home)
  const deed = deedOf(rows, past, step)
  if (!deed) return
  await act(home, deed)
  const gone = rows.find(({ path }) => path === deed.path)
  if (!gone || (deed.op !== 'delete' && deed.op !== 'purge')) return
  if (deed.op === 'delete') past.deleted.push(gone)
  if (gone.kind === 'folder') past.foldersGone++
}

type Facts = { fileName: string; state: string; problem: string | null; dropboxId: string | null; contentHash: string | null; isChanged: boolean; path: string | null; pathKey: string | null }

/** What is wrong at rest, in words; empty when nothing is. */
export async function complaints(home: Home, connectionId: string, past: Past): Promise<string[]> {
  const rows = await treeOf(home)
  const exports = await db().$queryRaw<Facts[]>`
    SELECT r."fileName", e.state::text AS state, e.problem, e."dropboxId", e."contentHash", e."changedAt" IS NOT NULL AS "isChanged", e.path, e."pathKey"
    FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" WHERE e."connectionId" = ${connectionId}`
  return exports.flatMap((entry) => {
    const { fileName } = entry
    const file = rows.find(({ id }) => id === entry.dropboxId)
    const copies = rows.filter(({ content_hash }) => content_hash !== undefined && content_hash === entry.contentHash).length
    const isRight = entry.isChanged || file?.content_hash === entry.contentHash
    return [
      entry.state === 'owed' && `${fileName} is owed at rest: ${entry.problem}`,
      entry.state === 'tombstoned' && past.foldersGone === 0 && `${fileName} stays away although no folder was deleted`,
      entry.state === 'tombstoned' && file && `${fileName} stays away although it is at ${file.path}`,
      entry.state === 'done' && !file && `${fileName} is done and not in Dropbox`,
      entry.state === 'done' && file && pathKey(file.path) !== entry.pathKey && `${fileName} is at ${file.path}, not at ${entry.path}`,
      entry.state === 'done' && !isRight && `${fileName} has other content and nobody says so`,
      copies > exports.filter(({ contentHash }) => contentHash === entry.contentHash).length && `${fileName} is there ${copies} times`,
    ].filter((complaint) => complaint !== false && complaint !== undefined && complaint !== '').map(String)
  })
}

/**
 * Plays rounds in which a person acts in the middle of passes and of uploads, and `lie` decides how the listings of the rounds answer. At rest,
 * with honest listings, nothing may be lost, doubled, or kept away without reason. Returns what is wrong.
 */
export async function playLoosely(dropbox: NearDropbox, history: LooseHistory, lie: (home: Home, isOn: boolean) => Promise<void>): Promise<string[]> {
  const home = await aHome(dropbox)
  const stage = await aStage(home)
  const sources = history.receipts.map(({ account, period }, index): Source => ({
    fileName: `r${index + 1}.pdf`, account, place: `${ACCOUNTS[account]}/${PERIODS[period]}`, text: `receipt ${index + 1}`,
  }))
  for (const { account, fileName, text } of sources) await addReceipt(stage, { account, fileName, size: text.length })
  await uploadOwed(stage, sources)
  const past: Past = { deleted: [], foldersGone: 0 }
  for (const { at, step } of history.rounds) {
    let call = 0
    if (at === 0) await doNow(home, past, step)
    dropbox.before.set(home.account, async () => {
      if (++call === at) await doNow(home, past, step)
    })
    await lie(home, true)
    await reconcileDeletions(stage.ref, () => stage.session)
    await lie(home, false)
    await uploadOwed(stage, sources)
    dropbox.before.delete(home.account)
    if (call < at) await doNow(home, past, step)
  }
  for (const _ of ['come to rest', 'stay at rest']) {
    // As once a week: what a listing never told is found by comparing the whole tree.
    await db().connection.update({ where: { id: stage.ref.connectionId }, data: { cursor: null } })
    await reconcileDeletions(stage.ref, () => stage.session)
    await uploadOwed(stage, sources)
  }
  return complaints(home, stage.ref.connectionId, past)
}
