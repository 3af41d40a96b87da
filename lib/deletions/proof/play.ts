import { contentHash } from '@/lib/dropbox/content-hash'
import { pathKey } from '@/lib/dropbox/paths'
import { db } from '@/lib/db'
import { recordBroughtBack } from '@/lib/exports/states'
import { reconcileDeletions } from '../reconcile-deletions'
import type { Step } from './history'
import { Model } from './model'
import { ModelTree } from './model-tree'
import { ACCOUNTS, perform, PERIODS } from './perform'
import { aStage, act, addReceipt, treeOf, type Stage } from './stage'
import { uploadOwed, type Source } from './upload-stub'

const byName = (a: { fileName: string }, b: { fileName: string }) => a.fileName.localeCompare(b.fileName)

function expectedLedger(model: Model): unknown[] {
  return model.receipts.toSorted(byName).map(({ fileName, state, reason, path, isChanged, keptAwayBy }) => ({
    fileName, state, reason, isChanged,
    path: state === 'done' && path !== null ? pathKey(path) : null,
    keptAwayBy: state === 'tombstoned' && keptAwayBy !== null ? pathKey(keptAwayBy) : null,
  }))
}

async function ledgerOf(stage: Stage): Promise<unknown[]> {
  const rows = await db().export.findMany({ where: { connectionId: stage.ref.connectionId }, include: { receipt: { select: { fileName: true } } } })
  return rows.map((row) => ({
    fileName: row.receipt.fileName, state: row.state, reason: row.owedReason, isChanged: row.changedAt !== null,
    path: row.state === 'done' ? row.pathKey : null,
    keptAwayBy: row.tombstonePath === null ? null : pathKey(row.tombstonePath),
  })).sort((a, b) => byName(a, b))
}

/** The tree of the model as the local server tells its own. */
function expectedTree(model: Model): unknown[] {
  return model.tree.all().map((node) => [model.tree.pathOf(node).toLowerCase(), node.kind === 'file' ? contentHash(Buffer.from(node.text)) : 'folder']).sort()
}

const actualTree = (rows: Awaited<ReturnType<typeof treeOf>>): unknown[] =>
  rows.map((row) => [row.path.toLowerCase(), row.kind === 'file' ? row.content_hash : 'folder']).sort()

async function newReceipt(stage: Stage, model: Model, sources: Source[], account: number, period: number): Promise<void> {
  const fileName = `r${sources.length + 1}.pdf`
  const source = { fileName, account, place: `${ACCOUNTS[account]}/${PERIODS[period]}`, text: `receipt ${sources.length + 1}` }
  sources.push(source)
  const { place, text } = source
  model.receipts.push({ place, fileName, text, state: 'owed', reason: 'new', node: null, path: null, row: null, isChanged: false, keptAwayBy: null })
  await addReceipt(stage, { account, fileName, size: text.length })
}

async function bringBack(stage: Stage, model: Model, what: number): Promise<void> {
  const folders = [...new Set(model.receipts.flatMap(({ keptAwayBy }) => keptAwayBy ?? []))].sort()
  const folder = folders[what % Math.max(1, folders.length)]
  const kept = model.receipts.filter((one) => one.state === 'tombstoned' && one.keptAwayBy === folder)
  const names = kept.map(({ fileName }) => fileName)
  for (const receipt of kept) Object.assign(receipt, { state: 'owed', reason: 'brought_back', keptAwayBy: null })
  const { connectionId, organizationId } = stage.ref
  const rows = await db().export.findMany({ where: { connectionId, state: 'tombstoned', receipt: { fileName: { in: names } } }, select: { id: true } })
  const ids = rows.map(({ id }) => id)
  await recordBroughtBack(db(), organizationId, ids)
  // Without a revision there is nothing to restore: here they come back by upload, as the model says.
  await db().export.updateMany({ where: { id: { in: ids } }, data: { rev: null } })
}

export type Difference = { at: number; step: Step | 'end'; expected: unknown; actual: unknown }

/**
 * Plays a history against the local Dropbox and the database, beside the model. Null when ledger and tree agree after every pass and at
 * rest, and resting twice changes nothing; else the first difference.
 */
export async function play(url: string, steps: Step[], { reusesIds }: { reusesIds: boolean }): Promise<Difference | null> {
  const stage = await aStage(url)
  const [model, sources]: [Model, Source[]] = [new Model(new ModelTree(reusesIds)), []]
  const differs = async (at: number, step: Step | 'end'): Promise<Difference | null> => {
    const [expected, actual] = [[expectedLedger(model), expectedTree(model)], [await ledgerOf(stage), actualTree(await treeOf(stage))]]
    return JSON.stringify(expected) === JSON.stringify(actual) ? null : { at, step, expected, actual }
  }
  const reconcile = async () => {
    model.reconcile()
    await reconcileDeletions(stage.ref, () => stage.session)
  }
  const upload = async () => {
    model.upload()
    await uploadOwed(stage, sources)
  }
  for (const [at, step] of steps.entries()) {
    if (step.do === 'receipt') await newReceipt(stage, model, sources, step.account, step.period)
    else if (step.do === 'reconcile') await reconcile()
    else if (step.do === 'upload') await upload()
    else if (step.do === 'bringBack') await bringBack(stage, model, step.what)
    else {
      const deed = perform(model, step)
      if (deed) await act(stage, deed)
    }
    const difference = step.do === 'reconcile' || step.do === 'upload' ? await differs(at, step) : null
    if (difference) return difference
  }
  for (const _ of ['come to rest', 'stay at rest']) {
    await reconcile()
    await upload()
    const difference = await differs(steps.length, 'end')
    if (difference) return difference
  }
  return null
}
