import { AppError } from '@/lib/errors'
import { callDropbox, sendingTimeout } from './call'
import { contentHash } from './content-hash'
import { toFileEntry, type FileEntry } from './entry'
import type { DropboxSession } from './session'

/**
 * Replaces a file that we wrote, only while its revision is still `rev`; for our own manifest. Safe to repeat.
 * @throws AppError `dropbox_path_conflict` when somebody changed it since: their edit stays.
 */
export async function overwriteOwnFile(session: DropboxSession, { path, rev, bytes }: { path: string; rev: string; bytes: Buffer }): Promise<FileEntry> {
  const hash = contentHash(bytes)
  const mode = { '.tag': 'update' as const, update: rev }
  const arg = { path, mode, autorename: false, mute: true, content_hash: hash, contents: bytes }
  const entry = toFileEntry(await callDropbox(session, 'commit', sendingTimeout(bytes.length), (client, options) => client.filesUpload(arg, options)))
  if (entry.contentHash !== hash) throw new AppError('dropbox_hash_mismatch', 'uploaded content differs')
  return entry
}
