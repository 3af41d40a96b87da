import { contentHash } from '@/lib/dropbox/content-hash'
import { pathKey } from '@/lib/dropbox/paths'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { recordBroughtBack } from '@/lib/exports/states'
import { reconcileDeletions } from '../reconcile-deletions'
import type { History, Step } from './history'
import { Model } from './model'
import { ModelTree } from './model-tree'
import type { NearDropbox } from './near-dropbox.test-support'
import { ACCOUNTS, perform, PERIODS } from './perform'
import { aHome, aStage, act, addReceipt, giveAccess, sessionOf, treeOf, type Home, type Stage } from './stage'
import { uploadOwed, type Source } from './upload-stub'

/** One organization as it is, and as the model says it should be. */
type Side = { stage: Stage; model: Model; sources: Source[] }

const byName = (a: { fileName: string }, b: { fileName: string }) => a.fileName.localeCompare(b.fileName)
const ROOTS = ['Qonto', 'Qonto - Other']

function expectedLedger(model: Model): unknown[] {
  return model.receipts.toSorted(byName).map(({ fileName, state, reason, path, isChanged, keptAwayBy }) => ({
    fileName, state, reason, isChanged,
    path: state === 'done' && path !== null ? pathKey(path) : null,
    keptAwayBy: state === 'tombstoned' && keptAwayBy !== null ? pathKey(keptAwayBy) : null,
  }))
}

type LedgerRow = { fileName: string; state: string; reason: string | null; isChanged: boolean; path: string | null; keptAwayBy: string | null }

async function ledgerOf({ ref }: Stage): Promise<LedgerRow[]> {
  const rows = await db().$queryRaw<LedgerRow[]>`
    SELECT r."fileName", e.state::text AS state, e."owedReason" AS reason, e."changedAt" IS NOT NULL AS "isChanged",
      CASE WHEN e.state = 'done' THEN e."pathKey" END AS path, e."tombstonePath" AS "keptAwayBy"
    FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" WHERE e."connectionId" = ${ref.connectionId}`
  return rows.map((row) => ({ ...row, keptAwayBy: row.keptAwayBy === null ? null : pathKey(row.keptAwayBy) })).sort(byName)
}

/** The tree of the model as the local server tells its own. */
function expectedTree(tree: ModelTree): unknown[] {
  return tree.all().map((node) => [tree.pathOf(node).toLowerCase(), node.kind === 'file' ? contentHash(Buffer.from(node.text)) : 'folder']).sort()
}

const actualTree = (rows: Awaited<ReturnType<typeof treeOf>>): unknown[] =>
  rows.map((row) => [row.path.toLowerCase(), row.kind === 'file' ? row.content_hash : 'folder']).sort()

async function newReceipt({ stage, model, sources }: Side, account: number, period: number): Promise<void> {
  const fileName = `r${sources.length + 1}.pdf`
  const source = { fileName, account, place: `${ACCOUNTS[account]}/${PERIODS[period]}`, text: `receipt ${sources.length + 1} of ${stage.rootName}` }
  sources.push(source)
  const { place, text } = source
  model.receipts.push({ place, fileName, text, state: 'owed', reason: 'new', node: null, path: null, row: null, isChanged: false, keptAwayBy: null })
  await addReceipt(stage, { account, fileName, size: text.length })
}

async function bringBack({ stage, model }: Side, what: number): Promise<void> {
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

/** A pass through a session that Dropbox does not accept for this connection: it has to say so, or to have nothing to judge. */
async function passInVain({ stage }: Side, home: Home): Promise<void> {
  const refused = await reconcileDeletions(stage.ref, () => sessionOf(home)).then(
    (judged) => judged.returned + judged.tombstoned + judged.moved + judged.edited === 0,
    (thrown: unknown) => thrown instanceof AppError && thrown.code === 'dropbox_reconnect',
  )
  if (!refused) throw new Error('a pass judged without access')
}

export type Difference = { at: number; step: Step | 'end'; expected: unknown; actual: unknown }

/** Manners of Dropbox that make something another thing. */
export type Options = { reusesIds: boolean; sharingGivesIds: boolean }

/** A history under way. */
class Play {
  readonly tree: ModelTree
  readonly sides: Side[] = []
  #hasAccess = true

  constructor(readonly home: Home, readonly stranger: Home, { reusesIds, sharingGivesIds }: Options) {
    this.tree = new ModelTree(reusesIds, sharingGivesIds)
  }

  async organizations(count: number): Promise<void> {
    for (const root of ROOTS.slice(0, count)) this.sides.push({ stage: await aStage(this.home, root), model: new Model(this.tree, root), sources: [] })
  }

  async differs(at: number, step: Step | 'end'): Promise<Difference | null> {
    const actual = [...(await Promise.all(this.sides.map(({ stage }) => ledgerOf(stage)))), actualTree(await treeOf(this.home))]
    const expected = [...this.sides.map(({ model }) => expectedLedger(model)), expectedTree(this.tree)]
    return JSON.stringify(expected) === JSON.stringify(actual) ? null : { at, step, expected, actual }
  }

  async reconcile(side: Side): Promise<void> {
    if (!this.#hasAccess) return passInVain(side, this.home)
    side.model.reconcile()
    await reconcileDeletions(side.stage.ref, () => side.stage.session)
  }

  async upload({ stage, model, sources }: Side): Promise<void> {
    if (!this.#hasAccess) return
    model.upload()
    await uploadOwed(stage, sources)
  }

  async changeAccess(): Promise<void> {
    const { dropbox, account } = this.home
    if (this.#hasAccess) await dropbox.call('POST', '/_sandbox/user', { account, op: 'revoke_app' })
    else await giveAccess(this.home)
    this.#hasAccess = !this.#hasAccess
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'access') return this.changeAccess()
    if (!('who' in step)) {
      if (step.do === 'copy' && !this.#hasAccess) return
      const deed = perform(this.tree, this.sides.map(({ model }) => model), step)
      return deed ? act(this.home, deed) : undefined
    }
    const side = this.sides[step.who % this.sides.length] as Side
    if (step.do === 'receipt') await newReceipt(side, step.account, step.period)
    else if (step.do === 'bringBack') await bringBack(side, step.what)
    else if (step.do === 'reconcile') await this.reconcile(side)
    else if (step.do === 'upload') await this.upload(side)
    else if (step.do === 'otherAccount') await passInVain(side, this.stranger)
    else await db().connection.update({ where: { id: side.stage.ref.connectionId }, data: { cursor: step.do === 'forgetCursor' ? null : 'garbled' } })
  }

  async rest(): Promise<void> {
    if (!this.#hasAccess) await this.changeAccess()
    for (const side of this.sides) {
      await this.reconcile(side)
      await this.upload(side)
    }
  }
}

const JUDGED = ['reconcile', 'upload', 'otherAccount']

/**
 * Plays a history against the local Dropbox and the database, beside the model. Null when ledgers and tree agree after every pass and at
 * rest, and resting twice changes nothing; else the first difference.
 */
export async function play(dropbox: NearDropbox, stranger: Home, { organizations, steps }: History, options: Options): Promise<Difference | null> {
  const play = new Play(await aHome(dropbox), stranger, options)
  await play.organizations(organizations)
  for (const [at, step] of steps.entries()) {
    await play.take(step)
    const difference = JUDGED.includes(step.do) ? await play.differs(at, step) : null
    if (difference) return difference
  }
  for (const _ of ['come to rest', 'stay at rest']) {
    await play.rest()
    const difference = await play.differs(steps.length, 'end')
    if (difference) return difference
  }
  return null
}
