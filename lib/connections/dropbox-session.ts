import 'server-only'
import { setMaxListeners } from 'node:events'
import { db } from '@/lib/db'
import { rateGateFor } from '@/lib/dropbox/rate-gate-for'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import { accessToken, isUsable, type AccessToken } from './access-token'
import { beginCall, onDisconnect } from './connection-watch'
import { markNeedsReconnect } from './mark-needs-reconnect'

/** `signal` with the session's own end, until either ends; the listener dies with the session. */
const either = (own: AbortSignal, signal?: AbortSignal): AbortSignal => (signal ? AbortSignal.any([own, signal]) : own)

/**
 * How to reach the connection's Dropbox. Every call asks first whether the connection is still live, so that none begins after a disconnect.
 * One session may be kept for a whole run. @throws AppError `disconnected`, `dropbox_reconnect`.
 */
export async function dropboxSession(connectionId: string, options: { signal?: AbortSignal } = {}): Promise<DropboxSession> {
  const connection = await db().connection.findUnique({ where: { id: connectionId }, select: { dropboxAccountId: true, state: true } })
  if (!connection || connection.state === 'disconnected') throw new AppError('disconnected', connectionId)
  if (connection.state === 'needs_reconnect') throw new AppError('dropbox_reconnect', connectionId)
  const signal = either(onDisconnect(connectionId), options.signal)
  // Every call and every wait listens to it, and stops listening when it ends.
  setMaxListeners(0, signal)
  let held: AccessToken | undefined
  return {
    async accessToken({ refused } = {}) {
      if (!held || !isUsable(held, refused)) held = await accessToken(connectionId, refused)
      return held.accessToken
    },
    gate: rateGateFor(connection.dropboxAccountId),
    signal,
    begin: () => beginCall(connectionId),
    onReconnect: () => markNeedsReconnect(connectionId),
  }
}
