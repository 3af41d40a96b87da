import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { LEASE_SECONDS } from './begin-run'
import type { RunRef } from './run-ref'

/**
 * Keeps the connection for this run for another lease, also when the lease has run out and nobody took it.
 * @throws AppError `disconnected`, `dropbox_reconnect` or `run_superseded` when the run has to stop.
 */
export async function renewLease(ref: RunRef): Promise<void> {
  const [renewed] = await db().$queryRaw<{ leases: number }[]>`
    WITH lease AS (
      UPDATE "Connection" SET "lockExpiresAt" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      WHERE id = ${ref.connectionId} AND "organizationId" = ${ref.organizationId} AND "lockRunId" = ${ref.runId} AND state = 'active'
      RETURNING id
    ), beat AS (
      UPDATE "Run" SET "heartbeatAt" = clock_timestamp() WHERE id = ${ref.runId} AND EXISTS (SELECT 1 FROM lease)
    )
    SELECT count(*)::int AS leases FROM lease`
  if (renewed && renewed.leases > 0) return
  const connection = await db().connection.findFirst({ where: { id: ref.connectionId, organizationId: ref.organizationId }, select: { state: true } })
  if (!connection || connection.state === 'disconnected') throw new AppError('disconnected', ref.connectionId)
  if (connection.state === 'needs_reconnect') throw new AppError('dropbox_reconnect', ref.connectionId)
  throw new AppError('run_superseded', ref.runId)
}
