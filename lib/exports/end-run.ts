import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import type { ErrorCode } from '@/lib/errors'
import type { RunView } from './present'
import type { RunRef } from './run-ref'

export type RunEnd = { outcome: NonNullable<RunView['outcome']>; problem?: ErrorCode; missingBytes?: bigint }

/** Ends the run and frees its lock. A run that has ended keeps its outcome. */
export async function endRun(tx: Tx, ref: RunRef, end: RunEnd): Promise<void> {
  await tx.run.updateMany({
    where: { id: ref.runId, organizationId: ref.organizationId, state: { not: 'ended' } },
    data: { state: 'ended', phase: null, outcome: end.outcome, problem: end.problem ?? null, missingBytes: end.missingBytes ?? null, endedAt: now() },
  })
  await tx.connection.updateMany({
    where: { id: ref.connectionId, organizationId: ref.organizationId, lockRunId: ref.runId },
    data: { lockRunId: null, lockExpiresAt: null },
  })
}
