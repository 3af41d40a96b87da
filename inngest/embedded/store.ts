import type { Pool, PoolClient } from 'pg'
import { monotonicFactory } from 'ulid'
import { keyOf, latestTick, matchEvent, nextTick, parseDuration, startTime, type FunctionConfig, type WantedRun } from './functions'

const newId = monotonicFactory()
const BATCH = 1000

/** An event as stored and as sent to a function; `ts` in milliseconds since 1970. */
export interface RunnerEvent {
  id: string
  name: string
  data: Record<string, unknown>
  ts: number
  user?: unknown
}

/** One thing to do, as claimed: go on with the run (`stepId` is `step`), or run or end one step of it. */
export interface Job {
  runId: string
  stepId: string
  isSleep: boolean
  attempt: number
  crashes: number
  functionId: string
  event: RunnerEvent
  keys: string[]
}

/** A finished step: its value, or the error the function may still catch. */
export interface Memo {
  id: string
  name: string
  state: 'data' | 'error'
  value: unknown
}

/**
 * What one answer asks the runner to do. `opened` steps are planned ones and, with `wakeAt`, sleeps. `isCounted` spends one of the
 * attempts; delays in milliseconds.
 */
export type Outcome =
  | { kind: 'progress'; memos: Memo[]; opened: { id: string; name: string; wakeAt: Date | null }[]; output?: { value: unknown }; isUnfinished?: boolean }
  | { kind: 'retry'; error: unknown; isCounted: boolean; isCrash: boolean; delay: number | null }
  | { kind: 'fail'; error: unknown }

/** Errors of the runner itself: `code` is what the activity page translates. */
export const runnerError = (code: string, message: string) => ({ name: 'RunnerError', code, message })

/** JSON that PostgreSQL can also take apart: without NUL characters and halves of pairs, which its text cannot hold. */
export function toJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f]..)/g, '$1')
}

/** Runs `work` in a transaction that only the owner of `epoch` may commit: after another took over nothing may be written any more. */
export async function asOwner<T>(pool: Pool, epoch: string, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect()
  try {
    await db.query('BEGIN')
    const { rowCount } = await db.query('SELECT FROM runner.owner WHERE epoch = $1 FOR SHARE', [epoch])
    if (rowCount === 0) throw new Error('Another process owns the runner.')
    const result = await work(db)
    await db.query('COMMIT')
    db.release()
    return result
  } catch (error) {
    // PostgreSQL undoes what a lost connection had begun.
    db.release(true)
    throw error
  }
}

/** Stores the functions; crons that are gone are forgotten, new ones start with their next tick after `now`, the app's time. */
export async function storeFunctions(pool: Pool, epoch: string, functions: FunctionConfig[], now: Date): Promise<void> {
  const crons = functions.flatMap(({ id, triggers }) =>
    triggers.flatMap(({ cron }) => (cron ? [{ function_id: id, expression: cron, next_at: nextTick(cron, now) }] : [])))
  await asOwner(pool, epoch, async (db) => {
    await db.query(
      `WITH given AS (SELECT config ->> 'id' AS id, config FROM json_array_elements($1) AS config),
         gone AS (DELETE FROM runner.function WHERE id NOT IN (SELECT id FROM given))
       INSERT INTO runner.function SELECT id, config FROM given ON CONFLICT (id) DO UPDATE SET config = excluded.config`, [toJson(functions)])
    await db.query(
      `WITH given AS (SELECT * FROM json_populate_recordset(NULL::runner.cron, $1)),
         gone AS (DELETE FROM runner.cron WHERE (function_id, expression) NOT IN (SELECT function_id, expression FROM given))
       INSERT INTO runner.cron SELECT * FROM given ON CONFLICT DO NOTHING`, [toJson(crons)])
  })
}

/**
 * Fires every cron that is due at `now`, once, for its latest tick, however many were missed. After the clock stepped back the next tick
 * is the first one from there; one that has fired before is a known event and fires nothing.
 */
export async function fireTicks(pool: Pool, epoch: string, now: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string; cron: string; dueAt: Date }>(
    'SELECT function_id AS id, expression AS cron, next_at AS "dueAt" FROM runner.cron')
  for (const { id, cron, dueAt } of rows) {
    const nextAt = nextTick(cron, now) ?? new Date('9999-01-01')
    if (nextAt.getTime() === dueAt.getTime()) continue
    await asOwner(pool, epoch, async (db) => {
      if (dueAt <= now) {
        const tick = latestTick(cron, now) ?? dueAt
        const data = { cron, scheduledAt: tick.toISOString(), fireAt: now.toISOString() }
        await storeEvents(db, [{ id: `cron:${id}:${cron}:${data.scheduledAt}`, name: 'inngest/scheduled.timer', data, ts: tick.getTime() }], id)
      }
      await db.query('UPDATE runner.cron SET next_at = $3 WHERE function_id = $1 AND expression = $2', [id, cron, nextAt])
    })
  }
}

/** Forgets runs that ended more than 14 days ago and events older than 7 days: their ids may then trigger again. */
export async function prune(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM runner.run WHERE ended_at < now() - interval '14 days'`)
  await pool.query(`DELETE FROM runner.event WHERE received_at < now() - interval '7 days' AND matched_at IS NOT NULL`)
}

/** Stores events and wakes the owner; a known id is left alone. `functionId` limits them to one function. */
export async function storeEvents(db: Pool | PoolClient, events: RunnerEvent[], functionId: string | null = null): Promise<void> {
  await db.query(
    `WITH stored AS (
       INSERT INTO runner.event (id, name, payload, function_id)
       SELECT event ->> 'id', event ->> 'name', event, $2 FROM json_array_elements($1) AS event ON CONFLICT DO NOTHING RETURNING id)
     SELECT pg_notify('runner_wake', '') FROM stored LIMIT 1`, [toJson(events), functionId])
}

/** Turns stored events into runs, oldest first, at most 1,000 a call; `now` is the app's time. False when there were none. */
export async function scheduleEvents(pool: Pool, epoch: string, functions: FunctionConfig[], now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ id: string; payload: RunnerEvent; function_id: string | null }>(
    'SELECT id, payload, function_id FROM runner.event WHERE matched_at IS NULL ORDER BY position LIMIT $1', [BATCH])
  if (rows.length === 0) return false
  const wanted = rows.flatMap((row) => matchEvent(row.payload, functions, row.function_id))
  await asOwner(pool, epoch, async (db) => {
    await insertRuns(db, wanted, now)
    await db.query('UPDATE runner.event SET matched_at = now() WHERE id = ANY($1)', [rows.map((row) => row.id)])
  })
  return true
}

/**
 * A singleton is a unique index: the second run of a key is not inserted. A debounced run takes the place of the one of its key that has
 * not started, and waits its period in real time; one that has started is left alone.
 */
async function insertRuns(db: PoolClient, wanted: WantedRun[], now: Date): Promise<void> {
  const latest = new Map<string, object>()
  for (const { function: { id: function_id, singleton, debounce }, event, keys } of wanted) {
    const id = newId()
    const singleton_key = singleton ? keyOf(singleton.key, event) : null
    const debounce_key = debounce ? keyOf(debounce.key, event) : null
    const wait = debounce ? (parseDuration(debounce.period) ?? 0) / 1000 : null
    const run = { id, function_id, event, keys, singleton_key, debounce_key, wake_app: startTime(event.ts, now, Date.now()), wait }
    latest.set(debounce ? `${function_id} ${debounce_key}` : id, run)
  }
  const given = [toJson([...latest.values()])]
  if (wanted.some((run) => run.function.debounce)) {
    await db.query(
      `DELETE FROM runner.run USING json_populate_recordset(NULL::runner.run, $1) AS given
       WHERE run.function_id = given.function_id AND run.debounce_key = given.debounce_key AND run.status = 'queued'`, given)
  }
  await db.query(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1) AS given (id text, function_id text, event json, keys text[], singleton_key text, debounce_key text,
         wake_app timestamptz, wait float8)),
     stored AS (
       INSERT INTO runner.run (id, function_id, event, keys, singleton_key, debounce_key)
       SELECT id, function_id, event, keys, singleton_key, debounce_key FROM given ORDER BY id ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO runner.job (run_id, step_id, keys, wake_app, wake_real)
     SELECT id, 'step', keys, wake_app, clock_timestamp() + make_interval(secs => wait) FROM given JOIN stored USING (id) ORDER BY id`, given)
}

/**
 * Remembers finished steps in their order; a step that is already remembered keeps its first value. False when the job's call is no longer
 * the one that counts: another owner drives the run, or it is over.
 */
export async function storeMemos(db: Pool | PoolClient, epoch: string, job: Pick<Job, 'runId' | 'stepId'>, memos: Memo[]): Promise<boolean> {
  const { rowCount } = await db.query(
    `WITH job AS (UPDATE runner.job SET attempt = 0, crashes = 0 WHERE run_id = $1 AND step_id = $2 AND claimed_by = $3 RETURNING run_id),
     stored AS (
       INSERT INTO runner.step (run_id, id, name, state, value)
       SELECT job.run_id, given.id, given.name, given.state, given.value FROM job, json_populate_recordset(NULL::runner.step, $4) AS given
       ON CONFLICT (run_id, id) DO UPDATE
       SET state = excluded.state, value = excluded.value, position = excluded.position WHERE step.state = 'open')
     SELECT FROM job`, [job.runId, job.stepId, epoch, toJson(memos)])
  return rowCount === 1
}

/**
 * Writes everything that one answer means in one transaction, so that a crash leaves the state before the call or after it. A failing call
 * waits `retryDelays[attempt]` milliseconds, the last one for all further attempts.
 * Returns the job to go on with at once, or null when the run waits or is over.
 */
export async function settle(pool: Pool, epoch: string, job: Job, outcome: Outcome, retryDelays: number[]): Promise<Job | null> {
  return asOwner(pool, epoch, async (db) => {
    // One answer of a run at a time: the last of its parallel steps is the one that finds no other under way.
    const { rowCount } = await db.query(
      `SELECT FROM runner.run JOIN runner.job ON run_id = run.id
       WHERE run_id = $1 AND step_id = $2 AND claimed_by = $3 AND status = 'running' FOR NO KEY UPDATE`, [job.runId, job.stepId, epoch])
    if (rowCount === 0) return null
    if (outcome.kind === 'fail') return failRun(db, job, outcome.error)
    if (outcome.kind === 'retry') return retryJob(db, job, outcome, retryDelays)
    const { memos, opened, output, isUnfinished } = outcome
    if (memos.length > 0) await storeMemos(db, epoch, job, memos)
    if (output) return endRun(db, job, 'completed', output.value)
    if (opened.length > 0) await openSteps(db, job, opened)
    return moveOn(db, epoch, job, memos.length > 0 || isUnfinished === true)
  })
}

/** Planned steps and sleeps become jobs of their own, once. */
async function openSteps(db: PoolClient, job: Job, steps: (Outcome & { kind: 'progress' })['opened']): Promise<void> {
  await db.query(
    `WITH given AS (
       SELECT * FROM json_to_recordset($2) AS given (id text, name text, "wakeAt" timestamptz)
       WHERE NOT EXISTS (SELECT FROM runner.step WHERE run_id = $1 AND step.id = given.id)),
     opened AS (INSERT INTO runner.step (run_id, id, name, state) SELECT $1, id, name, 'open' FROM given)
     INSERT INTO runner.job (run_id, step_id, is_sleep, wake_app, keys) SELECT $1, id, "wakeAt" IS NOT NULL, "wakeAt", $3 FROM given`,
    [job.runId, toJson(steps), job.keys])
}

/**
 * The function is asked again when no step of the run is under way; sleeping steps do not hold it up. After a sleep the run queues
 * again: sleeping took no place among its concurrency limits.
 */
async function moveOn(db: PoolClient, epoch: string, job: Job, isNews: boolean): Promise<Job | null> {
  const { rows: others } = await db.query<{ is_sleep: boolean }>(
    `WITH done AS (DELETE FROM runner.job WHERE run_id = $1 AND step_id = $2)
     SELECT is_sleep FROM runner.job WHERE run_id = $1 AND step_id <> $2`, [job.runId, job.stepId])
  if (others.some((other) => !other.is_sleep) || (!isNews && others.length > 0)) return null
  if (!isNews) return failRun(db, job, runnerError('nothing_to_do', 'The function waits for something that will never come.'))
  const claimedBy = job.isSleep ? null : epoch
  await db.query(`INSERT INTO runner.job (run_id, step_id, keys, claimed_by) VALUES ($1, 'step', $2, $3)`, [job.runId, job.keys, claimedBy])
  return claimedBy ? { ...job, stepId: 'step', attempt: 0, crashes: 0 } : null
}

async function retryJob(db: PoolClient, job: Job, outcome: Outcome & { kind: 'retry' }, retryDelays: number[]): Promise<null> {
  const usual = outcome.isCrash ? Math.min(500 * 2 ** job.crashes, 60_000) : (retryDelays[job.attempt] ?? retryDelays.at(-1) ?? 0)
  await db.query(
    `UPDATE runner.job SET claimed_by = NULL, attempt = attempt + $3, crashes = crashes + $4, last_error = $5,
       wake_real = clock_timestamp() + make_interval(secs => $6)
     WHERE run_id = $1 AND step_id = $2`,
    [job.runId, job.stepId, Number(outcome.isCounted), Number(outcome.isCrash), toJson(outcome.error), (outcome.delay ?? usual) / 1000])
  return null
}

/** Ends the run and sends the event that starts the function's `onFailure`. */
async function failRun(db: PoolClient, job: Job, error: unknown): Promise<null> {
  const data = { function_id: job.functionId, run_id: job.runId, error, event: job.event, events: [job.event] }
  await storeEvents(db, [{ id: newId(), name: 'inngest/function.failed', data, ts: Date.now() }])
  return endRun(db, job, 'failed', error)
}

async function endRun(db: PoolClient, { runId }: Job, status: 'completed' | 'failed', result: unknown): Promise<null> {
  const column = status === 'completed' ? 'output' : 'error'
  await db.query(
    `WITH done AS (DELETE FROM runner.job WHERE run_id = $1)
     UPDATE runner.run SET status = $2, ${column} = $3, ended_at = now() WHERE id = $1`, [runId, status, toJson(result)])
  return null
}
