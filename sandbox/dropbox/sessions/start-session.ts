import { tagged } from '../files/failures'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { sha256 } from '../http/path-schemas'
import { bool, optional, struct, uint, union, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { newId } from '../state/new-id'
import type { UploadSession } from '../state/types'
import { appendPiece } from './append-piece'
import { receivePiece } from './receive-piece'

const sessionType = optional(union({ sequential: null, concurrent: null }), { tag: 'sequential', value: undefined })
export const startArg = struct({ close: optional(bool, false), session_type: sessionType, content_hash: optional(sha256, null) })
export const startBatchArg = struct({ session_type: sessionType, num_sessions: uint(1, 1000) })

function open(call: Call, count: number, kind: 'sequential' | 'concurrent'): string[] {
  const ids = Array.from({ length: count }, () => `pid_upload_session:${newId(64)}`)
  call.world.store.commit({ t: 'session', ids, kind, account: callerOf(call).account.id, at: call.world.clock.now() })
  return ids
}

/** `upload_session/start`: opens a session, with the first bytes where there are any. */
export async function startSession(call: Call, arg: Infer<typeof startArg>): Promise<unknown> {
  const piece = await receivePiece(call, null, arg.content_hash)
  const concurrent = arg.session_type.tag === 'concurrent'
  if (concurrent && piece.size > 0) throw endpointError(tagged('concurrent_session_data_not_allowed'))
  if (concurrent && arg.close) throw endpointError(tagged('concurrent_session_close_not_allowed'))
  const [id = ''] = open(call, 1, arg.session_type.tag)
  const session = call.world.state.sessions.get(id) as UploadSession
  if (piece.size > 0 || arg.close) appendPiece(call, session, 0, piece.size, piece.extents, piece.hasher, arg.close)
  return { session_id: id }
}

/** `upload_session/start_batch`: opens up to 1000 sessions. */
export function startBatch(call: Call, arg: Infer<typeof startBatchArg>): unknown {
  return { session_ids: open(call, arg.num_sessions, arg.session_type.tag) }
}
