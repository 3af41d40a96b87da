import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import { readGuard } from '@/lib/deletions/guard'
import { healDeletions } from '@/lib/deletions/heal-deletions'
import { isErrorCode, type ErrorCode } from '@/lib/errors'
import { endRun, type RunEnd } from './end-run'
import { finishFiles } from './finish-files'
import { holdLock } from './hold-lock'
import { FULL_TRIGGERS } from './full-triggers'
import { inTransaction } from './in-transaction'
import type { RunRef } from './run-ref'

/**
 * Ends a run that got through. `up_to_date` is said only when, at this moment and under the lock, no receipt is owed, the
 * inventory has no gap, and no question about a mass deletion is open. @throws AppError when the run has lost the connection.
 */
export async function runFinish(ref: RunRef): Promise<RunEnd['outcome']> {
  await finishFiles(ref)
  return inTransaction(async (tx) => {
    await holdLock(tx, ref)
    const owed = await tx.export.count({ where: { connectionId: ref.connectionId, state: 'owed' } })
    const debt = await tx.mirrorDebt.findFirst({ where: { organizationId: ref.organizationId }, orderBy: { firstAt: 'asc' } })
    const { deletionGuard } = await tx.connection.findUniqueOrThrow({ where: { id: ref.connectionId }, select: { deletionGuard: true } })
    const isAsked = readGuard(deletionGuard) !== null
    const outcome = owed === 0 && !debt && !isAsked ? 'up_to_date' : 'owed_remaining'
    const problem = debt && isErrorCode(debt.cause) ? debt.cause : undefined
    if (await isCured(tx, ref)) await noteProblem(tx, ref, problem)
    await healDeletions(tx, ref.connectionId)
    await endRun(tx, ref, { outcome, problem: problem ?? (isAsked ? 'deletion_unanswered' : undefined) })
    return outcome
  })
}

/** A run that only compared with Dropbox does not heal what ended the last run that exports everything. */
async function isCured(tx: Tx, ref: RunRef): Promise<boolean> {
  const run = await tx.run.findUniqueOrThrow({ where: { id: ref.runId } })
  if (FULL_TRIGGERS.includes(run.trigger)) return true
  const full = await tx.run.findFirst({ where: { connectionId: ref.connectionId, trigger: { in: FULL_TRIGGERS }, state: 'ended' }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }] })
  return !full?.problem
}

async function noteProblem(tx: Tx, ref: RunRef, problem: ErrorCode | undefined): Promise<void> {
  const before = await tx.connection.findUniqueOrThrow({ where: { id: ref.connectionId } })
  const problemSince = problem ? (before.problem === problem ? before.problemSince : now()) : null
  await tx.connection.update({ where: { id: ref.connectionId }, data: { problem: problem ?? null, problemSince, missingBytes: null } })
}
