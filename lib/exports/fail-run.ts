import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError, isErrorCode, toAppError, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import { endRun, type RunEnd } from './end-run'
import { inTransaction } from './in-transaction'
import type { RunRef } from './run-ref'

/** Codes that say something about the run only, not about the connection. */
const OF_THE_RUN: ErrorCode[] = ['run_superseded', 'disconnected']

/**
 * Ends a run that could not finish; what is owed stays owed. The connection carries the cause until a run gets past it.
 * A run that has ended already stays as it is. `thrown` is any thrown value, or a code.
 */
export async function failRun(run: RunRef | string, thrown: unknown): Promise<void> {
  const error = typeof thrown === 'string' && isErrorCode(thrown) ? new AppError(thrown) : toAppError(thrown)
  const ref = typeof run === 'string' ? await findRef(run) : run
  if (!ref) return
  log.warn({ runId: ref.runId, connectionId: ref.connectionId, problem: error.code, detail: error.detail, err: unexpectedCause(error) }, 'run ended early')
  await inTransaction(async (tx) => {
    const run = await tx.run.findFirst({ where: { id: ref.runId, organizationId: ref.organizationId, state: { not: 'ended' } } })
    if (!run) return
    if (!OF_THE_RUN.includes(error.code)) {
      const connection = await tx.connection.findFirst({ where: { id: ref.connectionId, organizationId: ref.organizationId, state: { not: 'disconnected' } } })
      const isSame = connection?.problem === error.code
      if (connection) {
        await tx.connection.update({
          where: { id: connection.id },
          data: { problem: error.code, problemSince: isSame ? connection.problemSince : now(), missingBytes: error.missingBytes ?? null },
        })
      }
    }
    await endRun(tx, ref, { outcome: outcomeOf(error), problem: error.code, missingBytes: error.missingBytes })
  })
}

const unexpectedCause = (error: AppError) => (error.code === 'unexpected' ? error.cause : undefined)

function outcomeOf(error: AppError): RunEnd['outcome'] {
  if (error.code === 'unexpected') return 'failed'
  return error.next === 'stop_all' || error.next === 'reconnect' ? 'stopped' : 'owed_remaining'
}

async function findRef(runId: string): Promise<RunRef | null> {
  const run = await db().run.findUnique({ where: { id: runId }, select: { connectionId: true, organizationId: true } })
  return run && { runId, ...run }
}
