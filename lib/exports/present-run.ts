import 'server-only'
import type { Run } from '@/lib/generated/prisma/client'
import { isErrorCode } from '@/lib/errors'
import type { RunView } from './present'

const PHASES = ['inventory', 'reconcile', 'upload', 'finish'] as const
const OUTCOMES = ['up_to_date', 'owed_remaining', 'stopped', 'failed'] as const

const oneOf = <T extends string>(allowed: readonly T[], text: string | null): T | null => allowed.find((word) => word === text) ?? null

/** A run as pages see it. */
export function presentRun(run: Run): RunView {
  return {
    id: run.id,
    trigger: run.trigger,
    state: run.state,
    phase: oneOf(PHASES, run.phase),
    outcome: oneOf(OUTCOMES, run.outcome),
    problem: run.problem && isErrorCode(run.problem) ? run.problem : null,
    missingBytes: run.missingBytes === null ? null : Number(run.missingBytes),
    requestedBy: run.requestedByName,
    requestedAt: run.requestedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    planned: run.plannedCount,
    plannedBytes: Number(run.plannedBytes),
    uploaded: run.uploadedCount,
    uploadedBytes: Number(run.uploadedBytes),
    adopted: run.adoptedCount,
    failed: run.failedCount,
    returned: run.returnedCount,
    tombstoned: run.tombstonedCount,
  }
}
