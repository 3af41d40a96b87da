import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { struct, text, uint, type Infer } from '../http/schema'
import type { Tagged } from '../http/wire-error'
import { tagged } from '../files/failures'
import type { UploadSession } from '../state/types'

const LIFE_MS = 7 * 24 * 3_600_000
const BLOCK = 4 * 1024 * 1024
const MAX_FILE = 2 ** 41 - 2 ** 22

export const cursorArg = struct({ session_id: text(), offset: uint() })
export type Cursor = Infer<typeof cursorArg>

/** The caller's session, or null when it is unknown, another account's, older than 7 days, or used up. */
export function sessionAt(call: Call, id: string): UploadSession | null {
  const session = call.world.state.sessions.get(id)
  if (!session || session.account !== callerOf(call).account.id) return null
  if (call.world.clock.now() - session.startedAt > LIFE_MS) return null
  return session.committed && call.world.switches.finished_session === 'gone' ? null : session
}

/** Why `length` bytes cannot be appended at the cursor, as the member the append errors have in common; null when they can. */
export function appendProblem(session: UploadSession | null, cursor: Cursor, length: number, close: boolean): Tagged | null {
  if (!session) return tagged('not_found')
  if (session.closed) return tagged('closed')
  if (cursor.offset + length > MAX_FILE) return tagged('too_large')
  if (session.kind === 'concurrent') {
    if (cursor.offset % BLOCK !== 0) return tagged('concurrent_session_invalid_offset')
    return length % BLOCK !== 0 && !close ? tagged('concurrent_session_invalid_data_size') : null
  }
  return session.size === cursor.offset ? null : { '.tag': 'incorrect_offset', correct_offset: session.size }
}
