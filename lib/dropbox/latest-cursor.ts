import { callDropbox, RPC_TIMEOUT_MS } from './call'
import type { DropboxSession } from './session'

/** A cursor that reports what changes in the folder, at any depth, from now on. @throws AppError `dropbox_not_found`. */
export async function latestCursor(session: DropboxSession, path: string): Promise<string> {
  const arg = { path, recursive: true, include_deleted: false }
  const reply = await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesListFolderGetLatestCursor(arg, options))
  return reply.cursor
}
