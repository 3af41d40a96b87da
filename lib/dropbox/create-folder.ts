import { AppError } from '@/lib/errors'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import { toFolderEntry, type FolderEntry } from './entry'
import { readFailure } from './failure'
import { getEntry } from './get-entry'
import type { DropboxSession } from './session'

/**
 * The folder at `path`, made with its parents when it was not there. One that exists already is success.
 * @throws AppError `dropbox_path_conflict` when a file is in the way.
 */
export async function createFolder(session: DropboxSession, path: string): Promise<FolderEntry> {
  try {
    const reply = await callDropbox(session, 'commit', RPC_TIMEOUT_MS, (client, options) => client.filesCreateFolderV2({ path, autorename: false }, options))
    return toFolderEntry(reply.metadata)
  } catch (thrown) {
    const isThere = thrown instanceof AppError && readFailure(thrown.cause)?.tags.join('/') === 'path/conflict/folder'
    if (!isThere) throw thrown
  }
  const entry = await getEntry(session, path)
  if (entry?.kind === 'folder') return entry
  throw new AppError('dropbox_path_conflict', 'the folder was there and is not any more')
}
