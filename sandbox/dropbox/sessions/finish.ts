import { commitFields } from '../files/commit-info'
import { failingAs, tagged } from '../files/failures'
import { withWriteLock } from '../files/write-lock'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { sha256 } from '../http/path-schemas'
import { optional, struct, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { fileMetadata } from '../tree/metadata'
import { rootOf } from '../tree/view'
import { appendPiece } from './append-piece'
import { checkFinishable, commitSession } from './commit-session'
import { receivePiece } from './receive-piece'
import { appendProblem, cursorArg, sessionAt } from './session-at'

export const finishArg = struct({ cursor: cursorArg, commit: struct(commitFields), content_hash: optional(sha256, null) })

/** `upload_session/finish`: appends the last bytes, if any, and commits. Bytes stay appended when the commit is refused. */
export async function finish(call: Call, arg: Infer<typeof finishArg>): Promise<unknown> {
  const known = sessionAt(call, arg.cursor.session_id)
  const continues = known !== null && known.kind === 'sequential' && known.size === arg.cursor.offset
  const piece = await receivePiece(call, continues ? known : null, arg.content_hash)
  const session = sessionAt(call, arg.cursor.session_id)
  if (session?.kind === 'concurrent' && piece.size > 0) throw endpointError(tagged('concurrent_session_data_not_allowed'))
  if (piece.size > 0) {
    const problem = appendProblem(session, arg.cursor, piece.size, true)
    if (problem || !session) throw endpointError(tagged('lookup_failed', problem ?? tagged('not_found')))
    appendPiece(call, session, arg.cursor.offset, piece.size, piece.extents, piece.hasher, false)
  }
  return failingAs('path', 'path', async () => {
    const { place, node } = await withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => {
      checkFinishable(session, arg.cursor.offset + piece.size, false)
      return commitSession(call, session, arg.commit)
    })
    return fileMetadata(place.scope, node, call.world.presentation)
  })
}
