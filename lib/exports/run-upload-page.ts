import 'server-only'
import { setMaxListeners } from 'node:events'
import { AppError } from '@/lib/errors'
import { dropboxSession } from '@/lib/connections/dropbox-session'
import type { DropboxSession } from '@/lib/dropbox/session'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import { allCapabilities } from '@/lib/dropbox/upload-capabilities'
import { sourceFor } from '@/lib/sources/source-for'
import { Adoption } from './adoption'
import { recordFacts } from './commit-sent'
import { FolderBook } from './folder-book'
import { inTransaction } from './in-transaction'
import { noteSpace } from './note-space'
import type { Action } from './plan-export'
import { folderName } from './folder-name'
import { periodOf } from './period-of'
import { keptFolder, planPage, type Naming } from './plan-page'
import { prepareUpload, type UploadRun } from './prepare-upload'
import { owedPeriods } from './owed-periods'
import { countOwed, inRun, readOwed, type OwedRow } from './read-owed'
import { refilePage } from './refile-page'
import type { RunRef } from './run-ref'
import { recordFailures, recordHeld } from './states'
import type { Checkpoint, UploadContext } from './upload-context'
import { UploadPipeline } from './upload-pipeline'
import { withLease } from './with-lease'

export type UploadPage = { maxReceipts: number; maxSeconds: number; at?: (checkpoint: Checkpoint) => void | Promise<void> }

export const UPLOAD_PAGE: UploadPage = { maxReceipts: 20_000, maxSeconds: 240 }
const PLANNED_AT_ONCE = 1000
/** Room for 80 receipts of ordinary size in one call; a few such calls fit into what may be in memory. */
const BYTES_PER_APPEND = 12 * 1024 * 1024

/**
 * Uploads what the run owes, for at most so many receipts and seconds, and then re-files what is there when a person has asked for it; `remaining` says
 * what it still has to try. Receipts that fail stay owed with
 * their cause. Safe to repeat after a crash anywhere. @throws AppError what ends the run: `dropbox_full` says how many bytes are missing.
 */
export async function runUploadPage(ref: RunRef, page: UploadPage): Promise<{ remaining: number }> {
  return withLease(ref, async (signal) => {
    const run = await prepareUpload(ref)
    const until = Date.now() + page.maxSeconds * 1000
    const filter = inRun(ref, run.trigger, run.startedAt)
    // Every fetch of the page listens to it, and stops listening when it ends.
    setMaxListeners(0, signal)
    const session = await dropboxSession(ref.connectionId, { signal })
    const folders = await FolderBook.open(ref, session)
    await folders.ensure(run.newAccounts, run.rootName)
    if ((await countOwed(filter)).count > 0) {
      if (run.problem === 'dropbox_full') await assertRoom(ref, session, filter)
      const source = await sourceFor(ref.organizationId, { signal })
      const context = { ref, session, source, capabilities: { ...allCapabilities(), bytesPerAppend: BYTES_PER_APPEND }, startedAt: run.startedAt, signal, conflicts: new Map(), at: page.at }
      if (run.guardedFolders.length === 0) await folders.ensure(await owedPeriods(filter, run), run.rootName)
      await uploadOwed(context, run, folders, page)
    }
    const owed = (await countOwed(filter)).count
    const toRefile = owed === 0 && run.guardedFolders.length === 0 ? await refilePage(folders, run, until) : 0
    return { remaining: owed + toRefile }
  })
}

async function uploadOwed(context: UploadContext, run: UploadRun, folders: FolderBook, page: UploadPage): Promise<void> {
  const pipeline = new UploadPipeline(context)
  const adoption = new Adoption(context.session, folders)
  const until = Date.now() + page.maxSeconds * 1000
  const filter = inRun(context.ref, run.trigger, run.startedAt)
  let [after, left] = ['', page.maxReceipts]
  while (left > 0 && !pipeline.stop && Date.now() < until) {
    const rows = await readOwed(filter, after, Math.min(PLANNED_AT_ONCE, left))
    if (rows.length === 0) break
    after = rows.at(-1)?.exportId ?? after
    left -= rows.length
    const actions = await planPage(folders, await holdGuarded(context, rows, run, folders), run, (known) => adoption.remoteFor(known))
    await context.at?.('planned')
    await adopt(context, actions)
    await send(pipeline, rows, actions, until)
  }
  await pipeline.drain()
  await settle(context, run, pipeline)
}

async function send(pipeline: UploadPipeline, rows: OwedRow[], actions: Action[], until: number): Promise<void> {
  const byId = new Map(rows.map((row) => [row.exportId, row]))
  const uploads = actions.filter(({ kind }) => kind === 'upload')
  pipeline.expect(uploads.length)
  for (const { exportId, folderId, fileName, path, number } of uploads) {
    const row = byId.get(exportId)
    if (Date.now() > until || !row || !(await pipeline.add({ row, folderId, fileName, path, number, restarts: 0, renames: 0 }))) return
  }
}

async function adopt(context: UploadContext, actions: Action[]): Promise<void> {
  await recordFacts(
    context,
    actions.flatMap((action) =>
      action.kind === 'adopt'
        ? [{ exportId: action.exportId, path: action.file.path, dropboxId: action.file.id, rev: action.file.rev, size: action.file.size, contentHash: action.file.contentHash, isAdopted: true }]
        : [],
    ),
  )
}

/** While people are asked about many deleted folders, nothing is uploaded into those. */
async function holdGuarded(context: UploadContext, rows: OwedRow[], run: UploadRun, folders: FolderBook): Promise<OwedRow[]> {
  if (run.guardedFolders.length === 0) return rows
  const keys = run.guardedFolders.map((path) => `${pathKey(path)}/`)
  const isHeld = (row: OwedRow) => {
    const place = `${pathKey(folderPathOf(row, run, folders))}/`
    return keys.some((key) => place.startsWith(key))
  }
  const held = rows.filter(isHeld)
  if (held.length > 0) await inTransaction((tx) => recordHeld(tx, context.ref, context.startedAt, held.map((row) => row.exportId)))
  return rows.filter((row) => !isHeld(row))
}

/** Where an owed export will be filed: also one that has no place yet, and where a folder on the way is not made yet. */
function folderPathOf(row: OwedRow, { rootName, timeZone, periodKind }: Naming, folders: FolderBook): string {
  const period = periodOf(row.emittedAt, timeZone, periodKind)
  const known = keptFolder(row, folders) ?? folders.folderOf(row.accountId, period)
  if (known) return known.path
  const account = folders.find('account', row.accountId, null)?.path ?? joinPath(folders.find('root', null, null)?.path ?? joinPath(rootName), folderName(row.accountLabel))
  return joinPath(account, period)
}

/** Records each receipt's own failure; causes that in truth were the source's outage are not held against single receipts. */
async function settle(context: UploadContext, run: UploadRun, { failures, stop }: UploadPipeline): Promise<void> {
  const own = failures.filter(({ code }) => code !== stop?.code)
  if (own.length > 0) {
    await inTransaction(async (tx) => {
      const failedCount = await recordFailures(tx, context.ref, run.startedAt, own)
      await tx.run.update({ where: { id: context.ref.runId }, data: { failedCount: { increment: failedCount } } })
    })
  }
  if (stop?.code === 'dropbox_full') await assertRoom(context.ref, context.session, inRun(context.ref, run.trigger, run.startedAt), stop)
  if (stop) throw stop.code === 'unexpected' ? (stop.cause ?? stop) : stop
}

/** @throws AppError `dropbox_full` with the bytes that are missing, when what is owed does not fit or Dropbox just said so. */
async function assertRoom(ref: RunRef, session: DropboxSession, filter: ReturnType<typeof inRun>, said?: AppError): Promise<void> {
  const { bytes } = await countOwed(filter)
  const free = await noteSpace(ref, session)
  if (!said && (free === null || free >= bytes)) return
  const missing = bytes - (free ?? 0n)
  throw new AppError('dropbox_full', said?.detail, { missingBytes: missing > 0n ? missing : 1n, cause: said })
}
