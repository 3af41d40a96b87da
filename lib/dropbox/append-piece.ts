import { AppError } from '@/lib/errors'
import { callDropbox, sendingTimeout } from './call'
import { contentHash } from './content-hash'
import { entryError } from './errors'
import { readFailure } from './failure'
import type { DropboxSession } from './session'

/** Bytes for one upload session. Pieces of a file that has several must be multiples of 4 MiB except the last, which closes. */
export type Piece = { sessionId: string; offset: number; bytes: Buffer; close: boolean }

/** True when the session says by its error that it holds this very piece already: the reply to an earlier try was lost. */
export function isAlreadyThere(piece: Piece, tags: string[], correctOffset: unknown): boolean {
  if (tags.includes('closed')) return piece.close
  return tags.includes('incorrect_offset') && correctOffset === piece.offset + piece.bytes.length
}

/** The error of one piece. A session that is not there is the session's end, not a missing path. */
export const pieceError = (tags: string[]): AppError => (tags.includes('not_found') ? new AppError('dropbox_refused', 'upload session lost') : entryError(tags))

/** Appends one piece by a call of its own. Safe to repeat. @throws AppError `dropbox_refused` when the session is lost. */
export async function appendPiece(session: DropboxSession, piece: Piece): Promise<void> {
  const arg = {
    cursor: { session_id: piece.sessionId, offset: piece.offset },
    close: piece.close,
    content_hash: contentHash(piece.bytes),
    contents: piece.bytes,
  }
  try {
    await callDropbox(session, 'append', sendingTimeout(piece.bytes.length), (client, options) => client.filesUploadSessionAppendV2(arg, options))
  } catch (thrown) {
    const failure = thrown instanceof AppError ? readFailure(thrown.cause) : null
    if (failure?.status !== 409) throw thrown
    if (isAlreadyThere(piece, failure.tags, failure.correctOffset)) return
    throw failure.tags.includes('not_found') ? pieceError(failure.tags) : thrown
  }
}
