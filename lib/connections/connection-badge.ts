import { ERROR_CODES } from '@/lib/errors'
import type { ConnectionBadge, ConnectionView } from './present'

export type BadgeFacts = {
  connection: Pick<ConnectionView, 'state' | 'problem'> | null
  /** The member has begun the wizard. */
  hasDraft: boolean
  /** A run is queued or running. */
  isRunning: boolean
  /** Receipts that are owed, and the part of them that was tried in vain. */
  owed: number
  failing: number
  /** The mass-deletion guard waits for an answer. */
  isGuardOpen: boolean
}

/** The one state that the Connect page shows: what needs a person comes before what is under way, and that before what may pass by itself. */
export function connectionBadge({ connection, hasDraft, isRunning, owed, failing, isGuardOpen }: BadgeFacts): ConnectionBadge {
  if (!connection) return hasDraft ? 'setting_up' : 'not_connected'
  if (connection.state === 'needs_reconnect') return 'reconnect_needed'
  if (isGuardOpen) return 'paused'
  if (isRunning) return 'exporting'
  const needsPerson = connection.problem !== null && ERROR_CODES[connection.problem].next !== 'retry'
  if (needsPerson || failing > 0) return 'needs_attention'
  return connection.problem !== null || owed > 0 ? 'delayed' : 'up_to_date'
}
