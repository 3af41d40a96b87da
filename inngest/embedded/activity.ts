import pg from 'pg'
import { WAKE_CHANNEL } from './intake'
import type { FunctionConfig } from './match'
import { toPlainCause, type PlainCause } from './plain-cause'

export interface RunnerFunction {
  id: string
  name: string
  events: string[]
  /** The next tick of the earliest cron, in the app's time; null for a function without one. */
  nextTickAt: Date | null
}

export interface RunnerRun {
  id: string
  functionId: string
  functionName: string
  status: 'queued' | 'running' | 'failed'
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  /** Attempts that failed at the present step. */
  failedAttempts: number
  /** When the run goes on by itself; null when it is at work or over. */
  waitsUntil: Date | null
  cause: PlainCause | null
}

export interface RunnerActivity {
  functions: RunnerFunction[]
  /** Newest first: at most 100 under way and 100 failed. */
  runs: RunnerRun[]
}

type Database = string | pg.Pool

async function withDatabase<T>(database: Database, work: (db: pg.Pool | pg.Client) => Promise<T>): Promise<T> {
  if (typeof database !== 'string') return work(database)
  const client = new pg.Client({ connectionString: database, options: '-c TimeZone=UTC' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What the embedded runner does and last failed to do. `database` is its URL or an open pool. */
export async function listRunnerActivity(database: Database): Promise<RunnerActivity> {
  return withDatabase(database, async (db) => {
    const functions = await db.query<{ config: FunctionConfig; nextTickAt: Date | null }>(
      `SELECT config, (SELECT min(next_at) FROM runner.cron WHERE function_id = function.id) AS "nextTickAt" FROM runner.function ORDER BY id`)
    const runs = await db.query<Omit<RunnerRun, 'cause' | 'functionName'> & { error: unknown }>(
      `(SELECT ${RUN_COLUMNS} WHERE run.status IN ('queued', 'running') ORDER BY run.id DESC LIMIT 100)
       UNION ALL (SELECT ${RUN_COLUMNS} WHERE run.status = 'failed' ORDER BY run.ended_at DESC LIMIT 100)`)
    const names = new Map(functions.rows.map(({ config }) => [config.id, config.name]))
    return {
      functions: functions.rows.map(({ config, nextTickAt }) => ({
        id: config.id, name: config.name, nextTickAt, events: config.triggers.flatMap(({ event }) => (event ? [event] : [])),
      })),
      runs: runs.rows.map(({ error, ...run }) => ({ ...run, functionName: names.get(run.functionId) ?? run.functionId, cause: toPlainCause(error) })),
    }
  })
}

const RUN_COLUMNS = `run.id, run.function_id AS "functionId", run.status, run.created_at AS "createdAt", run.started_at AS "startedAt",
  run.ended_at AS "endedAt", coalesce(job.attempt, 0) AS "failedAttempts", coalesce(job.wake_app, job.wake_real) AS "waitsUntil",
  coalesce(run.error, job.last_error)::text::json AS error
  FROM runner.run LEFT JOIN LATERAL (
    SELECT * FROM runner.job WHERE run_id = run.id ORDER BY attempt DESC, position LIMIT 1) AS job ON true`

/**
 * Runs a failed run again from its first step without a result; finished steps are not repeated. False when it is not a
 * failed run, or when its singleton is taken by a newer run. Safe to call twice.
 */
export async function retryRun(database: Database, runId: string): Promise<boolean> {
  return withDatabase(database, async (db) => {
    const { rowCount } = await db.query(
      `WITH again AS (
         UPDATE runner.run SET status = 'queued', error = NULL, ended_at = NULL, debounce_key = NULL
         WHERE id = $1 AND status = 'failed' AND NOT EXISTS (
           SELECT FROM runner.run AS other WHERE other.function_id = run.function_id AND other.singleton_key = run.singleton_key
             AND other.status IN ('queued', 'running'))
         RETURNING id, keys),
       forgotten AS (DELETE FROM runner.step USING again WHERE run_id = again.id AND state <> 'data'),
       job AS (INSERT INTO runner.job (run_id, step_id, keys) SELECT id, 'step', keys FROM again)
       SELECT pg_notify($2, '') FROM again`,
      [runId, WAKE_CHANNEL])
    return rowCount === 1
  })
}
