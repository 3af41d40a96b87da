import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { isErrorCode } from '@/lib/errors'
import { endRun, type RunEnd } from './end-run'
import { holdLock } from './hold-lock'
import type { RunRef } from './run-ref'

/**
 * Ends a run that got through. `up_to_date` is said only when, at this moment and under the lock, no receipt is owed and the
 * inventory has no gap. @throws AppError when the run has lost the connection.
 */
export async function runFinish(ref: RunRef): Promise<RunEnd['outcome']> {
  return db().$transaction(async (tx) => {
    await holdLock(tx, ref)
    const owed = await tx.export.count({ where: { connectionId: ref.connectionId, state: 'owed' } })
    const debt = await tx.mirrorDebt.findFirst({ where: { organizationId: ref.organizationId }, orderBy: { firstAt: 'asc' } })
    const outcome = owed === 0 && !debt ? 'up_to_date' : 'owed_remaining'
    const problem = debt && isErrorCode(debt.cause) ? debt.cause : undefined
    const before = await tx.connection.findUniqueOrThrow({ where: { id: ref.connectionId } })
    await tx.connection.update({
      where: { id: ref.connectionId },
      data: {
        problem: problem ?? null,
        problemSince: problem ? (before.problem === problem ? before.problemSince : now()) : null,
        missingBytes: null,
      },
    })
    await endRun(tx, ref, { outcome, problem })
    return outcome
  })
}
