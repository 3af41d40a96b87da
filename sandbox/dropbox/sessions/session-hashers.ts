import { ContentHasher, isBlockAligned } from '../content/content-hasher'
import { readBlob } from '../content/read-blob'
import type { Piece, UploadSession } from '../state/types'
import type { World } from '../world'

// Running hashes are not part of the journal: after a restart they are made again from the bytes on disk.
const running = new WeakMap<UploadSession, ContentHasher>()
const ofPiece = new WeakMap<Piece, ContentHasher>()

function fromDisk(world: World, pieces: readonly Piece[]): ContentHasher {
  const hasher = ContentHasher.fresh()
  for (const piece of pieces) {
    for (const chunk of readBlob(world.segments, piece.extents, 0, piece.length)) hasher.update(chunk)
  }
  return hasher
}

/** A hash that continues where the session stands (or starts a piece of a concurrent one); feeding it changes nothing else. */
export function continueHash(world: World, session: UploadSession): ContentHasher {
  if (session.size === 0 || session.kind === 'concurrent') return ContentHasher.fresh()
  const known = running.get(session)
  return known?.size === session.size ? known.copy() : fromDisk(world, session.pieces)
}

/** Makes a continued hash the session's own, or that of the piece in a concurrent one. */
export function keepHash(session: UploadSession, piece: Piece, hasher: ContentHasher): void {
  if (session.kind === 'concurrent') ofPiece.set(piece, hasher)
  else if (session.closed) running.delete(session)
  else running.set(session, hasher)
}

/** Hash of only what was fed after the first `start` bytes; null where block borders do not allow it. */
export function hashSince(hasher: ContentHasher, start: number): string | null {
  return isBlockAligned(start) ? hasher.hex(start) : null
}

/** Hash of the whole session, its pieces in order of offset. */
export function hashSession(world: World, session: UploadSession): string {
  if (session.hash !== null) return session.hash
  if (session.kind === 'sequential') return continueHash(world, session).hex()
  session.pieces.sort((a, b) => a.offset - b.offset)
  return ContentHasher.joined(session.pieces.map((piece) => ofPiece.get(piece) ?? fromDisk(world, [piece])))
}
