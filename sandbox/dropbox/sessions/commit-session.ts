import { commitFile } from '../files/commit-file'
import type { CommitInfo } from '../files/commit-info'
import { tagged } from '../files/failures'
import type { Call } from '../http/call'
import { endpointError, type Tagged, type WireError } from '../http/wire-error'
import type { FileNode, UploadSession } from '../state/types'
import type { Place } from '../tree/locate'
import { closeSession } from './append-piece'
import { hashSession } from './session-hashers'

function lookupFailed(error: Tagged): WireError {
  return endpointError(tagged('lookup_failed', error))
}

/** Whether the pieces of a concurrent session follow each other without a gap. */
function isComplete(session: UploadSession): boolean {
  let end = 0
  for (const piece of [...session.pieces].sort((a, b) => a.offset - b.offset)) {
    if (piece.offset > end) return false
    end = Math.max(end, piece.offset + piece.length)
  }
  return end === session.size
}

/** Throws UploadSessionFinishError unless the session may be committed with this offset. */
export function checkFinishable(session: UploadSession | null, offset: number, mustBeClosed: boolean): asserts session is UploadSession {
  if (!session) throw lookupFailed(tagged('not_found'))
  if (session.kind === 'concurrent') {
    if (!session.closed) throw endpointError(tagged('concurrent_session_not_closed'))
    if (!session.committed && !isComplete(session)) throw endpointError(tagged('concurrent_session_missing_data'))
  } else if (mustBeClosed && !session.closed) throw lookupFailed(tagged('not_closed'))
  if (session.size !== offset) throw lookupFailed({ '.tag': 'incorrect_offset', correct_offset: session.size })
}

/** Commits a finishable session to its path. Throws WriteFailure; then the session can be committed again. */
export function commitSession(call: Call, session: UploadSession, commit: CommitInfo): { place: Place; node: FileNode } {
  const { store, state } = call.world
  if (!session.closed) closeSession(call, session)
  const hash = hashSession(call.world, session)
  if (!state.blobs.has(hash)) store.commit({ t: 'blob', hash, size: session.size, extents: session.pieces.flatMap((piece) => piece.extents) })
  const done = commitFile(call, commit, { hash, size: session.size })
  if (!session.committed) store.commit({ t: 'session-used', id: session.id })
  return done
}
