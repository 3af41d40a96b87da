import 'server-only'
import { requestRun } from './request-run'
import { verifyExports, verifySample, type Verification } from './verify-exports'
import { withConnectionLock } from './with-connection-lock'

/**
 * Verifies everything that is in Dropbox (or a sample) under the connection's lock, without a run of its own. When something is owed again, the run that
 * brings it back is requested: `runId`. @throws AppError `not_connected`, `run_in_progress` while a run works.
 */
export async function verifyNow(organizationId: string, connectionId: string, sample?: number): Promise<Verification & { runId: string | null }> {
  const result = await withConnectionLock(organizationId, connectionId, 'verify', (ref) => (sample === undefined ? verifyExports(ref) : verifySample(ref, sample)))
  const again = result.mismatched > 0 ? await requestRun({ organizationId, connectionId, trigger: 'reconcile' }) : null
  return { ...result, runId: again?.runId ?? null }
}
