import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'

/**
 * Returns while calls for this connection may begin, and, with `runId`, while that run holds its lock.
 * @throws AppError `disconnected`, `dropbox_reconnect`, `run_superseded`.
 */
export async function assertLive(connectionId: string, runId?: string): Promise<void> {
  const connection = await db().connection.findUnique({ where: { id: connectionId }, select: { state: true, liveKey: true, lockRunId: true } })
  if (!connection || connection.state === 'disconnected' || connection.liveKey === null) throw new AppError('disconnected', connectionId)
  if (connection.state === 'needs_reconnect') throw new AppError('dropbox_reconnect', connectionId)
  if (runId !== undefined && connection.lockRunId !== runId) throw new AppError('run_superseded', runId)
}
