import { AppError, toAppError } from '@/lib/errors'
import { callDropbox, COMMIT_TIMEOUT_MS, RPC_TIMEOUT_MS } from './call'
import { toFileEntry, type FileEntry } from './entry'
import { entryError } from './errors'
import { readTags } from './failure'
import { getEntry } from './get-entry'
import type { DropboxSession } from './session'
import { wait } from './wait'

/** A file's move within the Dropbox. `id` is the file's: it tells a move that has happened from a place that is taken. */
export type Move = { id: string; from: string; to: string }
export type MoveOutcome = { entry: FileEntry; error: null } | { entry: null; error: AppError }

const MOST = 1000
/** Longest wait for Dropbox to finish a batch that it made asynchronous. */
const JOB_PATIENCE_MS = 120_000

type Batch = { '.tag': string; async_job_id?: string; entries?: { '.tag': string; success?: unknown; failure?: unknown }[] }

async function moveBatch(session: DropboxSession, moves: Move[]): Promise<Batch> {
  const entries = moves.map(({ from, to }) => ({ from_path: from, to_path: to }))
  let batch: Batch = await callDropbox(session, 'commit', COMMIT_TIMEOUT_MS, (client, options) => client.filesMoveBatchV2({ entries, autorename: false }, options))
  const jobId = batch.async_job_id
  const giveUpAt = Date.now() + JOB_PATIENCE_MS
  while (jobId && batch['.tag'] !== 'complete') {
    if (batch['.tag'] === 'failed' || Date.now() > giveUpAt) throw new AppError('dropbox_unreachable', `move batch ${batch['.tag']}`)
    await wait(300, session.signal)
    batch = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesMoveBatchCheckV2({ async_job_id: jobId }, options))
  }
  return batch
}

/** A move whose reply was lost looks like a failure when it is repeated: what stands at its end decides. */
async function outcomeOf(session: DropboxSession, { id, to }: Move, entry: { '.tag': string; success?: unknown; failure?: unknown } | undefined): Promise<MoveOutcome> {
  try {
    if (entry?.['.tag'] === 'success') return { entry: toFileEntry(entry.success), error: null }
    const there = await getEntry(session, to)
    if (there?.kind === 'file' && there.id === id) return { entry: there, error: null }
    return { entry: null, error: entryError(readTags(entry?.failure).tags) }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.next === 'skip_item') return { entry: null, error }
    throw error
  }
}

/**
 * Moves files, with one call for up to 1000 of them; outcomes in the same order. Ids stay, nothing is overwritten, one bad move fails alone. A case-only
 * change of name is refused by Dropbox. @throws AppError for what concerns the whole account.
 */
export async function moveEntries(session: DropboxSession, moves: Move[]): Promise<MoveOutcome[]> {
  const outcomes: MoveOutcome[] = []
  for (let at = 0; at < moves.length; at += MOST) {
    const part = moves.slice(at, at + MOST)
    const batch = await moveBatch(session, part)
    for (const [index, move] of part.entries()) outcomes.push(await outcomeOf(session, move, batch.entries?.[index]))
  }
  return outcomes
}
