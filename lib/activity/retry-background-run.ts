import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { inTransaction } from '@/lib/exports/in-transaction'
import { requestRun } from '@/lib/exports/request-run'
import type { RunRef } from '@/lib/exports/run-ref'
import { ofOrganization } from './of-organization'

/**
 * Has a failed run of the organization go on at its first step without a result; finished steps are not repeated. A run whose place has been
 * taken by a newer one of the same kind is left alone, and one that goes on already too: safe to call twice. A failed export has ended with its
 * row: another is requested and returned, to be sent.
 * @throws AppError `not_found` when it is no run of this organization, `not_connected` when the export's connection is gone.
 */
export async function retryBackgroundRun(actor: Actor, runId: string): Promise<RunRef | null> {
  const { organizationId, name } = actor
  const [run] = await db().$queryRaw<{ functionId: string; connectionId: string | null }[]>`
    SELECT function_id AS "functionId", CASE WHEN run.event ->> 'name' = 'export/requested' THEN run.event -> 'data' ->> 'connectionId' END AS "connectionId"
    FROM runner.run WHERE id = ${runId} AND ${ofOrganization} = ${organizationId}`
  if (!run) throw new AppError('not_found', runId)
  const { connectionId, functionId } = run
  if (connectionId === null) return await goOn(actor, runId, functionId)
  const requested = await requestRun({ organizationId, connectionId, trigger: 'manual', requestedByName: name })
  return { runId: requested.runId, connectionId, organizationId }
}

async function goOn({ organizationId, userId, name }: Actor, runId: string, functionId: string): Promise<null> {
  await inTransaction(async (tx) => {
    const restarted = await tx.$executeRaw`
      UPDATE runner.run SET status = 'queued', error = NULL, ended_at = NULL, debounce_key = NULL
      WHERE id = ${runId} AND status = 'failed' AND NOT EXISTS (
        SELECT FROM runner.run AS other WHERE other.function_id = run.function_id AND other.singleton_key = run.singleton_key
          AND other.status IN ('queued', 'running'))`
    if (restarted === 0) return
    await tx.$executeRaw`DELETE FROM runner.step WHERE run_id = ${runId} AND state <> 'data'`
    await tx.$executeRaw`INSERT INTO runner.job (run_id, step_id, keys) SELECT id, 'step', keys FROM runner.run WHERE id = ${runId}`
    await tx.$executeRaw`SELECT pg_notify('runner_wake', '')`
    await recordAudit(tx, { organizationId, actor: { userId, name }, action: 'retry_requested', detail: { function: functionId, run: runId } })
  })
  return null
}
