import 'server-only'
import { AppError } from '@/lib/errors'
import type { Tx } from '@/lib/db'
import type { RunRef } from './run-ref'

/**
 * Keeps the connection as it is until the transaction ends: a Disconnect or another run waits for it.
 * @throws AppError `disconnected`, `dropbox_reconnect` or `run_superseded` when the run may not record any more.
 */
export async function holdLock(tx: Tx, ref: RunRef): Promise<void> {
  const rows = await tx.$queryRaw<{ state: string; lockRunId: string | null }[]>`
    SELECT state::text AS state, "lockRunId" FROM "Connection"
    WHERE id = ${ref.connectionId} AND "organizationId" = ${ref.organizationId} FOR NO KEY UPDATE`
  const connection = rows[0]
  if (!connection || connection.state === 'disconnected') throw new AppError('disconnected', ref.connectionId)
  if (connection.state === 'needs_reconnect') throw new AppError('dropbox_reconnect', ref.connectionId)
  if (connection.lockRunId !== ref.runId) throw new AppError('run_superseded', ref.runId)
}
