import 'server-only'
import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { LEASE_SECONDS } from './begin-run'
import { requestRun } from './request-run'
import { verifyExports, verifySample, type Verification } from './verify-exports'

/**
 * Verifies everything that is in Dropbox (or a sample) under the connection's lock, without a run of its own. When something is owed again, the run that
 * brings it back is requested: `runId`. @throws AppError `not_connected`, `run_in_progress` while a run works.
 */
export async function verifyNow(organizationId: string, connectionId: string, sample?: number): Promise<Verification & { runId: string | null }> {
  const ref = { runId: `verify:${randomUUID()}`, connectionId, organizationId }
  await takeLock(ref)
  try {
    const result = sample === undefined ? await verifyExports(ref) : await verifySample(ref, sample)
    const again = result.mismatched > 0 ? await requestRun({ organizationId, connectionId, trigger: 'reconcile' }) : null
    return { ...result, runId: again?.runId ?? null }
  } finally {
    await db().connection.updateMany({ where: { id: connectionId, lockRunId: ref.runId }, data: { lockRunId: null, lockExpiresAt: null } })
  }
}

async function takeLock({ runId, connectionId, organizationId }: { runId: string; connectionId: string; organizationId: string }): Promise<void> {
  const taken = await db().$executeRaw`
    UPDATE "Connection" SET "lockRunId" = ${runId}, "lockExpiresAt" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${connectionId} AND "organizationId" = ${organizationId} AND state = 'active'
      AND ("lockRunId" IS NULL OR "lockExpiresAt" < clock_timestamp())`
  if (taken > 0) return
  const connection = await db().connection.findFirst({ where: { id: connectionId, organizationId, state: 'active' } })
  throw new AppError(connection ? 'run_in_progress' : 'not_connected', connectionId)
}
