import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import { endRun } from './end-run'
import { inTransaction } from './in-transaction'
import type { RunRef } from './run-ref'

/** How long a lock outlives its last heartbeat; after that another run, or the sweep, takes over. Real time, not the app's clock. */
export const LEASE_SECONDS = 60

/** A run whose heartbeat is younger is being executed by someone at this moment. */
const FRESH_SECONDS = 15

/**
 * Takes the connection's lock for the run and starts it; a run whose executor died is taken over. Null when the run has ended,
 * when it is being executed now, or when another run holds the connection: then nothing has changed.
 */
export async function beginRun(runId: string): Promise<RunRef | null> {
  return inTransaction(async (tx) => {
    // The lock comes first: what is read before waiting for it may be out of date.
    await tx.$queryRaw`SELECT 1 FROM "Connection" WHERE id = (SELECT "connectionId" FROM "Run" WHERE id = ${runId}) FOR NO KEY UPDATE`
    const run = await tx.run.findUnique({ where: { id: runId } })
    if (!run || run.state === 'ended') return null
    const ref = { runId, connectionId: run.connectionId, organizationId: run.organizationId }
    const state = await lockState(tx, ref)
    if (state.connection !== 'active') {
      const isGone = state.connection !== 'needs_reconnect'
      await endRun(tx, ref, { outcome: 'stopped', problem: isGone ? 'disconnected' : 'dropbox_reconnect' })
      return null
    }
    if (state.isHeldByOther || state.isExecuted) return null
    await tx.$executeRaw`
      UPDATE "Connection" SET "lockRunId" = ${runId}, "lockExpiresAt" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      WHERE id = ${ref.connectionId}`
    const startedAt = run.startedAt ?? (await freeStart(tx, ref.connectionId))
    await tx.$executeRaw`
      UPDATE "Run" SET state = 'running', "startedAt" = ${startedAt}, "heartbeatAt" = clock_timestamp() WHERE id = ${runId}`
    return ref
  })
}

async function lockState(tx: Tx, ref: RunRef) {
  const rows = await tx.$queryRaw<{ connection: string; isHeldByOther: boolean; isExecuted: boolean }[]>`
    SELECT c.state::text AS connection,
      c."lockRunId" IS NOT NULL AND c."lockRunId" <> ${ref.runId} AND c."lockExpiresAt" > clock_timestamp() AS "isHeldByOther",
      r.state = 'running' AND c."lockRunId" = ${ref.runId} AND c."lockExpiresAt" > clock_timestamp()
        AND r."heartbeatAt" > clock_timestamp() - make_interval(secs => ${FRESH_SECONDS}) AS "isExecuted"
    FROM "Connection" c JOIN "Run" r ON r.id = ${ref.runId}
    WHERE c.id = ${ref.connectionId}`
  const row = rows[0]
  return { connection: row?.connection ?? 'disconnected', isHeldByOther: row?.isHeldByOther === true, isExecuted: row?.isExecuted === true }
}

/** A start that no other run of the connection has: exports remember by it in which run they were tried. */
async function freeStart(tx: Tx, connectionId: string): Promise<Date> {
  for (let moment = now(); ; moment = new Date(moment.getTime() + 1)) {
    if (!(await tx.run.findFirst({ where: { connectionId, startedAt: moment }, select: { id: true } }))) return moment
  }
}
