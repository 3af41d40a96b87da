import { callDropbox, RPC_TIMEOUT_MS } from './call'
import { toFileEntry, type FileEntry } from './entry'
import type { DropboxSession } from './session'

/** Puts a revision back at `path` without sending bytes. @throws AppError `dropbox_refused` when it can no longer be restored. */
export async function restoreFile(session: DropboxSession, { path, rev }: { path: string; rev: string }): Promise<FileEntry> {
  return toFileEntry(await callDropbox(session, 'commit', RPC_TIMEOUT_MS, (client, options) => client.filesRestore({ path, rev }, options)))
}
