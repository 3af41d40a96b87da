import { AppError, toAppError } from '@/lib/errors'
import { appendPiece, isAlreadyThere, pieceError, type Piece } from './append-piece'
import { callDropbox, sendingTimeout } from './call'
import { ContentHasher } from './content-hash'
import { readTags } from './failure'
import type { DropboxSession } from './session'
import { isRouteRefused, isTooBig, type UploadCapabilities } from './upload-capabilities'

export type PieceOutcome = { piece: Piece; error: AppError | null }

/** Splits pieces, in order, into groups that one call can carry. A piece above the byte bound travels alone. */
export function groupPieces(pieces: Piece[], bounds: { entriesPerAppend: number; bytesPerAppend: number }): Piece[][] {
  const groups: Piece[][] = []
  let group: Piece[] = []
  let bytes = 0
  for (const piece of pieces) {
    if (group.length > 0 && (group.length >= bounds.entriesPerAppend || bytes + piece.bytes.length > bounds.bytesPerAppend)) {
      groups.push(group)
      ;[group, bytes] = [[], 0]
    }
    group.push(piece)
    bytes += piece.bytes.length
  }
  return group.length > 0 ? [...groups, group] : groups
}

async function sendGroup(session: DropboxSession, pieces: Piece[]): Promise<PieceOutcome[]> {
  const hasher = new ContentHasher()
  for (const piece of pieces) hasher.update(piece.bytes)
  const arg = {
    entries: pieces.map(({ sessionId, offset, bytes, close }) => ({ cursor: { session_id: sessionId, offset }, length: bytes.length, close })),
    content_hash: hasher.digest(),
    contents: pieces.map((piece) => piece.bytes),
  }
  const size = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)
  const reply = await callDropbox(session, 'append', sendingTimeout(size), (client, options) => client.filesUploadSessionAppendBatch(arg, options))
  return pieces.map((piece, index) => {
    const entry: unknown = reply.entries[index]
    const { tags, innermost } = readTags(entry)
    if (tags[0] === 'success' || isAlreadyThere(piece, tags, innermost.correct_offset)) return { piece, error: null }
    return { piece, error: pieceError(tags.slice(1)) }
  })
}

async function oneByOne(session: DropboxSession, pieces: Piece[]): Promise<PieceOutcome[]> {
  return Promise.all(
    pieces.map(async (piece) => {
      try {
        await appendPiece(session, piece)
        return { piece, error: null }
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.next !== 'skip_item') throw error
        return { piece, error }
      }
    }),
  )
}

/** Pieces that were refused inside a successful reply, once more each by a call of its own: its error says more. */
async function retryRefused(session: DropboxSession, outcomes: PieceOutcome[]): Promise<PieceOutcome[]> {
  const refused = outcomes.filter(({ error }) => error).map(({ piece }) => piece)
  const again = new Map((await oneByOne(session, refused)).map((outcome) => [outcome.piece, outcome]))
  return outcomes.map((outcome) => again.get(outcome.piece) ?? outcome)
}

async function appendGroup(session: DropboxSession, pieces: Piece[], capabilities: UploadCapabilities): Promise<PieceOutcome[]> {
  if (!capabilities.appendBatch) return oneByOne(session, pieces)
  try {
    return await retryRefused(session, await sendGroup(session, pieces))
  } catch (thrown) {
    if (isTooBig(thrown) && pieces.length > 1) {
      const half = Math.ceil(pieces.length / 2)
      capabilities.entriesPerAppend = Math.min(capabilities.entriesPerAppend, half)
      const first = await appendGroup(session, pieces.slice(0, half), capabilities)
      return [...first, ...(await appendGroup(session, pieces.slice(half), capabilities))]
    }
    if (toAppError(thrown).code === 'dropbox_hash_mismatch') return oneByOne(session, pieces)
    if (!isRouteRefused(thrown)) throw thrown
    capabilities.appendBatch = false
    return oneByOne(session, pieces)
  }
}

/**
 * Appends many pieces with few calls, side by side as the gate allows, and says for each whether its session holds it. Safe to repeat.
 * Falls back to one call a piece where the batch route is refused. @throws AppError for what concerns the whole account.
 */
export async function appendBatch(session: DropboxSession, pieces: Piece[], capabilities: UploadCapabilities): Promise<PieceOutcome[]> {
  const groups = groupPieces(pieces, capabilities)
  return (await Promise.all(groups.map((group) => appendGroup(session, group, capabilities)))).flat()
}
