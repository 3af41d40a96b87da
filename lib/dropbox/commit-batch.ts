import { AppError, toAppError } from '@/lib/errors'
import { callDropbox, COMMIT_TIMEOUT_MS } from './call'
import { toFileEntry, type FileEntry } from './entry'
import { entryError } from './errors'
import { readFailure, readTags } from './failure'
import { getEntry } from './get-entry'
import type { DropboxSession } from './session'
import { isRouteRefused, type UploadCapabilities } from './upload-capabilities'
import { wait } from './wait'

/** A closed session that shall become a file. `contentHash` is the hash of the whole content as we know it. */
export type Commit = { sessionId: string; size: number; path: string; contentHash: string; clientModified?: Date }
export type CommitOutcome = { commit: Commit; entry: FileEntry; error: null } | { commit: Commit; entry: null; error: AppError }

const MOST = 1000
const ROUNDS = 6

/** Dropbox keeps whole seconds. */
export const wholeSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

const toArg = ({ sessionId, size, path, clientModified }: Commit) => ({
  cursor: { session_id: sessionId, offset: size },
  commit: {
    path,
    mode: { '.tag': 'add' as const },
    autorename: false,
    mute: true,
    ...(clientModified && { client_modified: wholeSeconds(clientModified) }),
  },
})

const failed = (commit: Commit, error: AppError): CommitOutcome => ({ commit, entry: null, error })

/** A file counts only when Dropbox's hash of it is ours. */
function verified(commit: Commit, entry: FileEntry): CommitOutcome {
  if (entry.contentHash === commit.contentHash) return { commit, entry, error: null }
  return failed(commit, new AppError('dropbox_hash_mismatch', 'committed content differs'))
}

/** A session that is gone may have been committed by a try whose reply was lost: what is at the path decides. */
async function settle(session: DropboxSession, commit: Commit, tags: string[]): Promise<CommitOutcome> {
  if (tags[0] === 'lookup_failed' || tags.includes('conflict')) {
    const entry = await getEntry(session, commit.path)
    if (entry?.kind === 'file' && entry.contentHash === commit.contentHash) return { commit, entry, error: null }
  }
  return failed(commit, entryError(tags))
}

async function finishMany(session: DropboxSession, commits: Commit[]): Promise<CommitOutcome[]> {
  const begunAt = Date.now()
  const reply = await callDropbox(session, 'commit', COMMIT_TIMEOUT_MS, (client, options) =>
    client.filesUploadSessionFinishBatchV2({ entries: commits.map(toArg) }, options),
  )
  const outcomes: CommitOutcome[] = []
  for (const [index, commit] of commits.entries()) {
    const entry: unknown = reply.entries[index]
    const { tags } = readTags(entry)
    outcomes.push(tags[0] === 'success' ? verified(commit, toFileEntry(entry)) : await settle(session, commit, tags.slice(1)))
  }
  if (outcomes.some(({ error }) => error?.code === 'dropbox_rate_limited')) session.gate.noteRefusal(undefined, begunAt)
  return outcomes
}

async function finishOne(session: DropboxSession, commit: Commit): Promise<CommitOutcome> {
  const arg = { ...toArg(commit), contents: Buffer.alloc(0) }
  try {
    return verified(commit, toFileEntry(await callDropbox(session, 'commit', COMMIT_TIMEOUT_MS, (client, options) => client.filesUploadSessionFinish(arg, options))))
  } catch (thrown) {
    const failure = thrown instanceof AppError ? readFailure(thrown.cause) : null
    if (failure?.status === 409) return settle(session, commit, failure.tags)
    if (thrown instanceof AppError && thrown.next === 'skip_item') return failed(commit, thrown)
    throw thrown
  }
}

async function finishRound(session: DropboxSession, commits: Commit[], capabilities: UploadCapabilities): Promise<CommitOutcome[]> {
  if (capabilities.finishBatch) {
    try {
      return await finishMany(session, commits)
    } catch (thrown) {
      if (!isRouteRefused(thrown)) throw thrown
      // 400 can be the fault of one entry's path: the others are told apart one by one, and the route stays in use.
      capabilities.finishBatch = thrown instanceof AppError && readFailure(thrown.cause)?.status === 400
    }
  }
  const outcomes: CommitOutcome[] = []
  for (const commit of commits) outcomes.push(await finishOne(session, commit))
  return outcomes
}

/**
 * Turns closed sessions into files, at most 1000 a call and one call at a time for the account; never overwrites. Each outcome is in the order of
 * `commits`: a verified entry (identical bytes that were there already count), or the error of this file alone; entries refused because of
 * contention are tried again. Safe to repeat. @throws AppError for what concerns the whole account.
 */
export async function commitBatch(session: DropboxSession, commits: Commit[], capabilities: UploadCapabilities): Promise<CommitOutcome[]> {
  const settled = new Map<Commit, CommitOutcome>()
  for (let at = 0; at < commits.length; at += MOST) {
    let open = commits.slice(at, at + MOST)
    for (let round = 1; open.length > 0; round++) {
      for (const outcome of await finishRound(session, open, capabilities)) settled.set(outcome.commit, outcome)
      open = open.filter((commit) => settled.get(commit)?.error?.next === 'retry')
      if (round >= ROUNDS) break
      if (open.length > 0) await wait(2 ** round * 150 + Math.random() * 300, session.signal)
    }
  }
  return commits.map((commit) => settled.get(commit) ?? failed(commit, toAppError(undefined)))
}
