import { ERROR_CODES } from '@/lib/errors'
import type { ConnectionBadge, ConnectionView } from './present'

export type BadgeFacts = {
  connection: Pick<ConnectionView, 'state' | 'problem'> | null
  /** The member has begun the wizard. */
  hasDraft: boolean
  /** A run is queued or running. */
  isRunning: boolean
  /** Receipts that are owed, the part that came after the last export, and the part that was tried in vain. */
  owed: number
  fresh: number
  failing: number
  /** The mass-deletion guard waits for an answer. */
  isGuardOpen: boolean
}

/**
 * The one state that the Connect page shows: what needs a person comes before what is under way, and that before what may pass by itself.
 * Receipts that came after the last export make nothing late: it is up to date about what it has checked.
 */
export function connectionBadge({ connection, hasDraft, isRunning, owed, fresh, failing, isGuardOpen }: BadgeFacts): ConnectionBadge {
  if (!connection) return hasDraft ? 'setting_up' : 'not_connected'
  if (connection.state === 'needs_reconnect') return 'reconnect_needed'
  if (isGuardOpen) return 'paused'
  if (isRunning) return 'exporting'
  const needsPerson = connection.problem !== null && ERROR_CODES[connection.problem].next !== 'retry'
  if (needsPerson || failing > 0) return 'needs_attention'
  return connection.problem !== null || owed > fresh ? 'delayed' : 'up_to_date'
}
