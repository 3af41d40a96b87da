import type { ContentHasher } from '../content/content-hasher'
import type { Call } from '../http/call'
import type { Extent, UploadSession } from '../state/types'
import { hashSession, keepHash } from './session-hashers'

/** Adds stored bytes to a session whose cursor was checked just before, and closes it when asked to. */
export function appendPiece(call: Call, session: UploadSession, offset: number, length: number, extents: Extent[], hasher: ContentHasher, close: boolean): void {
  const piece = { offset, length, extents }
  const hash = close && session.kind === 'sequential' ? hasher.hex() : null
  call.world.store.commit({ t: 'piece', session: session.id, piece: length > 0 ? piece : null, close, hash })
  if (length > 0) keepHash(session, piece, hasher)
}

/** Closes a session without adding bytes. */
export function closeSession(call: Call, session: UploadSession): void {
  const hash = session.kind === 'sequential' ? hashSession(call.world, session) : null
  call.world.store.commit({ t: 'piece', session: session.id, piece: null, close: true, hash })
}
