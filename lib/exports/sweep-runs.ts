import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { ERROR_CODES, type ErrorCode } from '@/lib/errors'
import type { DueRun } from './due-daily-runs'
import type { RunTrigger } from './present'
import { requestRun } from './request-run'

/**
 * A queued run that has not started by now has probably lost its event, and a running one that has been silent for as long its executor. Not
 * sooner: a busy runner starts the runs of one connection within that time, and an executor renews its heartbeat all the time. With a sweep
 * every two minutes nothing waits longer than about three. There is no upper age: the row is what is wanted, also after days without power. A
 * run that breaks whoever executes it is ended by the function's onFailure, so none is sent for ever.
 */
const LOST_AFTER_SECONDS = 60
/** Runs that ended because the other side was away are followed by another after 2 minutes, then 4, 8 … at most an hour. */
const FIRST_PAUSE_MS = 2 * 60_000
const LONGEST_PAUSE_MS = 60 * 60_000

/** Troubles that pass by themselves, or that a person may have cured without telling us: room in Dropbox. */
const PASSING: ErrorCode[] = [...(Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => ERROR_CODES[code].next === 'retry'), 'dropbox_full']

export type SweptRun = DueRun & { trigger: RunTrigger }

/**
 * The runs that have to be sent again: queued ones whose event was lost, running ones whose executor died, and new ones in place of runs that
 * ended because of a passing trouble. A run whose connection is gone is ended by beginRun. Safe to repeat: sending one twice starts it once.
 */
export async function sweepRuns(): Promise<SweptRun[]> {
  const stale = await db().$queryRaw<SweptRun[]>`
    SELECT r.id AS "runId", r."connectionId", r."organizationId", r.trigger::text AS trigger
    FROM "Run" r JOIN "Connection" c ON c.id = r."connectionId"
    WHERE ((r.state = 'queued' AND r."requestedAt" < ${new Date(now().getTime() - LOST_AFTER_SECONDS * 1000)})
        OR (r.state = 'running' AND r."heartbeatAt" < clock_timestamp() - make_interval(secs => ${LOST_AFTER_SECONDS})))
      AND (c."lockRunId" IS NULL OR c."lockRunId" = r.id OR c."lockExpiresAt" < clock_timestamp())
    ORDER BY r."requestedAt" LIMIT 1000`
  return [...stale, ...(await repeatPassing())]
}

type Troubled = { connectionId: string; organizationId: string; endedAt: Date; inARow: number }

/** Only runs that export everything count: an hourly comparison with Dropbox in between neither heals nor repeats them. */
async function repeatPassing(): Promise<SweptRun[]> {
  const troubled = await db().$queryRaw<Troubled[]>`
    SELECT c.id AS "connectionId", c."organizationId", last."endedAt",
      (SELECT count(*)::int FROM "Run" r WHERE r."connectionId" = c.id AND r.trigger IN ('setup', 'daily', 'manual', 'retry') AND r.problem IS NOT NULL
        AND r."requestedAt" > coalesce((SELECT max(good."requestedAt") FROM "Run" good
          WHERE good."connectionId" = c.id AND good.trigger IN ('setup', 'daily', 'manual', 'retry') AND good.state = 'ended' AND good.problem IS NULL), 'epoch')) AS "inARow"
    FROM "Connection" c
    JOIN LATERAL (
      SELECT * FROM "Run" r WHERE r."connectionId" = c.id AND r.trigger IN ('setup', 'daily', 'manual', 'retry') ORDER BY r."requestedAt" DESC, r.id DESC LIMIT 1
    ) last ON true
    WHERE c.state = 'active' AND last.state = 'ended' AND last.problem = ANY(${PASSING}::text[])
    LIMIT 1000`
  const due = troubled.filter(({ endedAt, inARow }) => now().getTime() - endedAt.getTime() >= pauseAfter(inARow))
  const runs: SweptRun[] = []
  for (const { connectionId, organizationId } of due) {
    const { runId, isNew } = await requestRun({ connectionId, organizationId, trigger: 'retry' })
    if (isNew) runs.push({ runId, connectionId, organizationId, trigger: 'retry' })
  }
  return runs
}

const pauseAfter = (inARow: number) => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, Math.min(10, inARow - 1)))
