import 'server-only'
import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { LEASE_SECONDS } from './begin-run'
import type { RunRef } from './run-ref'

/**
 * Does `work` for a connection outside any run, under the same lock. @throws AppError `not_connected`, `run_in_progress` while a run, or other such
 * work, holds it.
 */
export async function withConnectionLock<T>(organizationId: string, connectionId: string, kind: 'verify', work: (ref: RunRef) => Promise<T>): Promise<T> {
  const ref = { runId: `${kind}:${randomUUID()}`, connectionId, organizationId }
  await takeLock(ref)
  try {
    return await work(ref)
  } finally {
    await db().connection.updateMany({ where: { id: connectionId, lockRunId: ref.runId }, data: { lockRunId: null, lockExpiresAt: null } })
  }
}

async function takeLock({ runId, connectionId, organizationId }: RunRef): Promise<void> {
  const taken = await db().$executeRaw`
    UPDATE "Connection" SET "lockRunId" = ${runId}, "lockExpiresAt" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${connectionId} AND "organizationId" = ${organizationId} AND state = 'active'
      AND ("lockRunId" IS NULL OR "lockExpiresAt" < clock_timestamp())`
  if (taken > 0) return
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId, state: 'active' } })
  throw new AppError(connection ? 'run_in_progress' : 'not_connected', connectionId)
}
