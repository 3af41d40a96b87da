import 'server-only'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { ofOrganization } from './of-organization'
import { plainCause, type PlainCause } from './plain-cause'
import type { BackgroundFunction, BackgroundRun, BackgroundWork } from './present'

const APP = 'receipts-to-dropbox-'
const FAILURE = '-failure'
const MOST_UNDER_WAY = 20
const MOST_FAILED = 20

/**
 * What the embedded runner does for an organization and last failed to do: its functions with their next ticks and, newest first, the
 * runs that concern the organization or nobody in particular. With another engine, where to look instead.
 */
export async function listBackgroundWork(organizationId: string): Promise<BackgroundWork> {
  const { EMBEDDED_RUNNER_PORT, INNGEST_BASE_URL } = env()
  if (!EMBEDDED_RUNNER_PORT) return INNGEST_BASE_URL ? { engine: 'server', url: INNGEST_BASE_URL } : { engine: 'cloud' }
  const [functions, runs] = await Promise.all([listFunctions(), listRuns(organizationId)])
  return { engine: 'embedded', functions, runs }
}

const nameOf = (functionId: string) => functionId.replace(APP, '')

async function listFunctions(): Promise<BackgroundFunction[]> {
  const rows = await db().$queryRaw<{ id: string; nextTickAt: Date | null }[]>`
    SELECT id, (SELECT min(next_at) FROM runner.cron WHERE function_id = function.id) AS "nextTickAt" FROM runner.function ORDER BY 2 NULLS LAST, id`
  // What a function does when it fails is registered as a function of its own.
  return rows.filter(({ id }) => !id.endsWith(FAILURE)).map(({ id, nextTickAt }) => ({ id: nameOf(id), nextTickAt: nextTickAt?.toISOString() ?? null }))
}

type Row = {
  id: string
  functionId: string
  status: BackgroundRun['status']
  at: Date
  attempt: number
  waitsUntil: Date | null
  error: unknown
  isOurs: boolean
}

async function listRuns(organizationId: string): Promise<BackgroundRun[]> {
  // Materialized, so that the organization is looked up and not every run that waits.
  const rows = await db().$queryRaw<Row[]>`
    WITH mine AS MATERIALIZED (
      SELECT run.*, ${ofOrganization} AS organization FROM runner.run
      WHERE ${ofOrganization} IN ('', ${organizationId}) AND run.status IN ('queued', 'running', 'failed')),
    shown AS (
      (SELECT * FROM mine WHERE status <> 'failed' ORDER BY id DESC LIMIT ${MOST_UNDER_WAY})
      UNION ALL (SELECT * FROM mine WHERE status = 'failed' ORDER BY ended_at DESC LIMIT ${MOST_FAILED}))
    SELECT run.id, run.function_id AS "functionId", run.status, coalesce(run.ended_at, run.created_at) AS at, coalesce(job.attempt, 0) AS attempt,
      coalesce(job.wake_app, job.wake_real) AS "waitsUntil", coalesce(run.error, job.last_error)::jsonb AS error, run.organization <> '' AS "isOurs"
    FROM shown AS run LEFT JOIN LATERAL (
      SELECT * FROM runner.job WHERE run_id = run.id ORDER BY attempt DESC, position LIMIT 1) AS job ON true
    ORDER BY run.status = 'failed', at DESC, run.id DESC`
  return rows.map(({ at, attempt, waitsUntil, error, functionId, isOurs, ...run }) => ({
    ...run,
    functionId: nameOf(functionId).replace(FAILURE, ''),
    at: at.toISOString(),
    failedAttempts: attempt,
    waitsUntil: waitsUntil?.toISOString() ?? null,
    cause: isOurs ? plainCause(error) : withoutWords(plainCause(error)),
    isOurs,
  }))
}

/** What went wrong for everybody may name somebody else. */
const withoutWords = (cause: PlainCause | null) => cause && { ...cause, message: '' }
