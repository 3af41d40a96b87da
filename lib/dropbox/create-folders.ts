import { AppError, toAppError } from '@/lib/errors'
import { callDropbox, COMMIT_TIMEOUT_MS, RPC_TIMEOUT_MS } from './call'
import { createFolder } from './create-folder'
import { toFolderEntry, type FolderEntry } from './entry'
import { entryError } from './errors'
import { readTags } from './failure'
import type { DropboxSession } from './session'
import { wait } from './wait'

export type FolderOutcome = { path: string; entry: FolderEntry } | { path: string; error: AppError }

const MOST = 1000
/** Longest wait for Dropbox to finish a batch that it made asynchronous. */
const JOB_PATIENCE_MS = 120_000

type Batch = { '.tag': string; async_job_id?: string; entries?: { '.tag': string; metadata?: unknown; failure?: unknown }[] }

async function makeBatch(session: DropboxSession, paths: string[]): Promise<Batch> {
  let batch: Batch = await callDropbox(session, 'commit', COMMIT_TIMEOUT_MS, (client, options) =>
    client.filesCreateFolderBatch({ paths, autorename: false, force_async: false }, options),
  )
  const jobId = batch.async_job_id
  const giveUpAt = Date.now() + JOB_PATIENCE_MS
  while (jobId && batch['.tag'] !== 'complete') {
    if (batch['.tag'] === 'failed' || Date.now() > giveUpAt) throw new AppError('dropbox_unreachable', `folder batch ${batch['.tag']}`)
    await wait(300, session.signal)
    batch = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesCreateFolderBatchCheck({ async_job_id: jobId }, options))
  }
  return batch
}

async function outcomeOf(session: DropboxSession, path: string, made: { '.tag': string; metadata?: unknown; failure?: unknown } | undefined): Promise<FolderOutcome> {
  try {
    if (made?.['.tag'] === 'success') return { path, entry: toFolderEntry(made.metadata) }
    const { tags } = readTags(made?.failure)
    const isWorthAsking = tags.length === 0 || tags.join('/') === 'path/conflict/folder' || tags.includes('too_many_write_operations')
    if (!isWorthAsking) return { path, error: entryError(tags) }
    return { path, entry: await createFolder(session, path) }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.next === 'skip_item') return { path, error }
    throw error
  }
}

/**
 * The folders at `paths`, in the same order, made where they were not there: one call for up to 1000 of them, and one more for each that
 * exists already. One bad name fails alone. @throws AppError for what concerns the whole account.
 */
export async function createFolders(session: DropboxSession, paths: string[]): Promise<FolderOutcome[]> {
  const outcomes: FolderOutcome[] = []
  for (let at = 0; at < paths.length; at += MOST) {
    const part = paths.slice(at, at + MOST)
    const batch = await makeBatch(session, part)
    for (const [index, path] of part.entries()) outcomes.push(await outcomeOf(session, path, batch.entries?.[index]))
  }
  return outcomes
}
