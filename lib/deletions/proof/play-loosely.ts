import { contentHash } from '@/lib/dropbox/content-hash'
import { pathKey } from '@/lib/dropbox/paths'
import { db } from '@/lib/db'
import { reconcileDeletions } from '../reconcile-deletions'
import { ACCOUNTS, PERIODS, type Deed } from './perform'
import { aStage, act, addReceipt, treeOf, type Stage, type TreeRow } from './stage'
import { uploadOwed, type Source } from './upload-stub'

/** A person's deed, chosen from what stands in Dropbox when its moment has come. */
export type LooseStep = { do: 'deleteFile' | 'deleteFolder' | 'move' | 'edit'; what: number; to: number }

/** Receipts first, then rounds of run and person: `at` is the call of the pass before which the person acts, 0 for before the pass. */
export type LooseHistory = { receipts: { account: number; period: number }[]; rounds: { at: number; step: LooseStep }[] }

const pick = <T>(from: T[], index: number): T | undefined => from[index % Math.max(1, from.length)]

function deedOf(rows: TreeRow[], { do: what, what: index, to }: LooseStep): Deed | null {
  const [files, folders] = [rows.filter(({ kind }) => kind === 'file'), rows.filter(({ kind }) => kind === 'folder')]
  const row = pick(what === 'deleteFolder' ? folders : what === 'move' ? rows : files, index)
  if (!row) return null
  if (what === 'edit') return { op: 'write', path: row.path, text: `edited ${index}` }
  if (what !== 'move') return { op: 'delete', path: row.path }
  const target = `${pick(['', ...folders.map(({ path }) => path)], to) ?? ''}/${row.path.slice(row.path.lastIndexOf('/') + 1)}`
  const isFree = !rows.some(({ path }) => pathKey(path) === pathKey(target)) && !`${pathKey(target)}/`.startsWith(`${pathKey(row.path)}/`)
  return isFree ? { op: 'move', path: row.path, to: target } : null
}

/** Does the step now; true when it deleted a folder. */
async function doNow(stage: Stage, step: LooseStep): Promise<boolean> {
  const deed = deedOf(await treeOf(stage), step)
  if (deed) await act(stage, deed)
  return deed !== null && step.do === 'deleteFolder'
}

/** What is wrong at rest, in words; empty when nothing is. */
async function complaints(stage: Stage, sources: Source[], hasDeletedFolder: boolean): Promise<string[]> {
  const rows = await treeOf(stage)
  const exports = await db().export.findMany({ where: { connectionId: stage.ref.connectionId }, include: { receipt: { select: { fileName: true } } } })
  return exports.flatMap((entry) => {
    const { fileName } = entry.receipt
    const text = sources.find((source) => source.fileName === fileName)?.text ?? ''
    const file = rows.find(({ id }) => id === entry.dropboxId)
    const copies = rows.filter(({ content_hash }) => content_hash === contentHash(Buffer.from(text))).length
    const isRight = entry.changedAt !== null || file?.content_hash === entry.contentHash
    return [
      entry.state === 'owed' && `${fileName} is owed at rest`,
      entry.state === 'tombstoned' && !hasDeletedFolder && `${fileName} stays away although no folder was deleted`,
      entry.state === 'tombstoned' && file && `${fileName} stays away although it is at ${file.path}`,
      entry.state === 'done' && !file && `${fileName} is done and not in Dropbox`,
      entry.state === 'done' && file && pathKey(file.path) !== entry.pathKey && `${fileName} is at ${file.path}, not at ${entry.path}`,
      entry.state === 'done' && !isRight && `${fileName} has other content and nobody says so`,
      copies > 1 && `${fileName} is there ${copies} times`,
    ].filter((complaint) => complaint !== false && complaint !== undefined && complaint !== '').map(String)
  })
}

/**
 * Plays rounds in which a person acts in the middle of passes, and `lie` decides how the listings of the rounds answer. At rest, with honest
 * listings, nothing may be lost, doubled, or kept away without reason. Returns what is wrong.
 */
export async function playLoosely(url: string, history: LooseHistory, lie: (stage: Stage, isOn: boolean) => Promise<void>): Promise<string[]> {
  const stage = await aStage(url)
  const sources = history.receipts.map(({ account, period }, index): Source => ({
    fileName: `r${index + 1}.pdf`, account, place: `${ACCOUNTS[account]}/${PERIODS[period]}`, text: `receipt ${index + 1}`,
  }))
  for (const { account, fileName, text } of sources) await addReceipt(stage, { account, fileName, size: text.length })
  await uploadOwed(stage, sources)
  let hasDeletedFolder = false
  for (const { at, step } of history.rounds) {
    let call = 0
    const act = async () => (hasDeletedFolder = (await doNow(stage, step)) || hasDeletedFolder)
    const session = {
      ...stage.session,
      async accessToken() {
        if (++call === at) await act()
        return stage.token
      },
    }
    if (at === 0) await act()
    await lie(stage, true)
    await reconcileDeletions(stage.ref, () => session)
    await lie(stage, false)
    if (call < at) await act()
    await uploadOwed(stage, sources)
  }
  for (const _ of ['come to rest', 'stay at rest']) {
    // As once a week: what a listing never told is found by comparing the whole tree.
    await db().connection.update({ where: { id: stage.ref.connectionId }, data: { cursor: null } })
    await reconcileDeletions(stage.ref, () => stage.session)
    await uploadOwed(stage, sources)
  }
  return complaints(stage, sources, hasDeletedFolder)
}
