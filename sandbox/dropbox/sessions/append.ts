import type { Call } from '../http/call'
import { sha256 } from '../http/path-schemas'
import { bool, optional, struct, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { appendPiece } from './append-piece'
import { receivePiece } from './receive-piece'
import { appendProblem, cursorArg, sessionAt, type Cursor } from './session-at'

export const appendArg = struct({ cursor: cursorArg, close: optional(bool, false), content_hash: optional(sha256, null) })

/** `upload_session/append_v2`. Resending what has arrived already fails with the offset that is right now. */
export async function append(call: Call, arg: Infer<typeof appendArg>): Promise<null> {
  const known = sessionAt(call, arg.cursor.session_id)
  const continues = known !== null && (known.kind === 'concurrent' || known.size === arg.cursor.offset)
  const piece = await receivePiece(call, continues ? known : null, arg.content_hash)
  const session = sessionAt(call, arg.cursor.session_id)
  const problem = appendProblem(session, arg.cursor, piece.size, arg.close)
  if (problem || !session) throw endpointError(problem ?? { '.tag': 'not_found' })
  appendPiece(call, session, arg.cursor.offset, piece.size, piece.extents, piece.hasher, arg.close)
  return null
}

/** `upload_session/append`, the retired form whose argument is the cursor alone. */
export function appendV1(call: Call, arg: Cursor): Promise<null> {
  return append(call, { cursor: arg, close: false, content_hash: null })
}
