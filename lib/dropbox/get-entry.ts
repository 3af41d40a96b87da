import { AppError } from '@/lib/errors'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import { toEntry, type FileEntry, type FolderEntry } from './entry'
import type { DropboxSession } from './session'
import { wait } from './wait'

const REASK_MS = 250

async function ask(session: DropboxSession, pathOrId: string): Promise<FileEntry | FolderEntry | null> {
  try {
    const reply = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesGetMetadata({ path: pathOrId }, options))
    const entry = toEntry(reply)
    return entry?.kind === 'deleted' ? null : entry
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'dropbox_not_found') return null
    throw thrown
  }
}

/**
 * What is at a path or `id:…` now. Null only when Dropbox has said `not_found` twice: it may not know yet what was just created. With `times` 1
 * it is asked once, by a caller that has other evidence.
 * @throws AppError for every other answer, so that "unknown" is never read as "absent".
 */
export async function getEntry(session: DropboxSession, pathOrId: string, times: 1 | 2 = 2): Promise<FileEntry | FolderEntry | null> {
  const first = await ask(session, pathOrId)
  if (first || times === 1) return first
  await wait(REASK_MS + Math.random() * REASK_MS, session.signal)
  return ask(session, pathOrId)
}
