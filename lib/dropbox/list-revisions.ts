import { AppError } from '@/lib/errors'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import { toFileEntry, type FileEntry } from './entry'
import { readFailure } from './failure'
import type { DropboxSession } from './session'

/** `folder`: the path was a folder. `unknown`: Dropbox remembers nothing there. */
export type Revisions = { kind: 'file'; isDeleted: boolean; entries: FileEntry[] } | { kind: 'folder' } | { kind: 'unknown' }

/**
 * What Dropbox remembers of a path, newest revision first. It tells a deleted file from a deleted folder, for which it answers
 * `not_file`. @throws AppError for every other answer.
 */
export async function listRevisions(session: DropboxSession, path: string, limit = 10): Promise<Revisions> {
  const arg = { path, mode: { '.tag': 'path' as const }, limit }
  try {
    const reply = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesListRevisions(arg, options))
    return { kind: 'file', isDeleted: reply.is_deleted, entries: reply.entries.map(toFileEntry) }
  } catch (thrown) {
    const tags = thrown instanceof AppError ? readFailure(thrown.cause)?.tags.join('/') : undefined
    if (tags === 'path/not_file') return { kind: 'folder' }
    if (tags === 'path/not_found') return { kind: 'unknown' }
    throw thrown
  }
}
