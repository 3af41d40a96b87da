import { AppError } from '@/lib/errors'
import { callDropbox, COMMIT_TIMEOUT_MS } from './call'
import { toEntry, type FileEntry, type FolderEntry } from './entry'
import type { DropboxSession } from './session'

/**
 * Moves a file or folder within the Dropbox; its id stays. Nothing is overwritten. A case-only change of name is refused by Dropbox.
 * @throws AppError `dropbox_path_conflict` when something is at `to`, `dropbox_not_found` when nothing is at `from`.
 */
export async function moveEntry(session: DropboxSession, { from, to }: { from: string; to: string }): Promise<FileEntry | FolderEntry> {
  const arg = { from_path: from, to_path: to, autorename: false }
  const reply = await callDropbox(session, 'commit', COMMIT_TIMEOUT_MS, (client, options) => client.filesMoveV2(arg, options))
  const entry = toEntry(reply.metadata)
  if (entry && entry.kind !== 'deleted') return entry
  throw new AppError('dropbox_unreachable', 'unreadable reply to a move')
}
