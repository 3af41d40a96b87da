import type { Pool, PoolClient } from 'pg'
import { ulid } from 'ulid'

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

/** How failing calls are spaced: `retryDelays[attempt]`, the last one for all further attempts; milliseconds. */
export interface RetryRules {
  maxAttempts: number
  retryDelays: number[]
}

/** JSON that PostgreSQL can also take apart: without the escaped NUL character, which its text cannot hold. */
export function toJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1')
}

/** Another process owns the runner now: nothing may be written any more. */
export class OwnershipLostError extends Error {}

/** Runs `work` in a transaction that only the owner of `epoch` may commit. */
export async function asOwner<T>(pool: Pool, epoch: string, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect()
  try {
    await db.query('BEGIN')
    const { rowCount } = await db.query('SELECT FROM runner.owner WHERE epoch = $1 FOR SHARE', [epoch])
    if (rowCount === 0) throw new OwnershipLostError()
    const result = await work(db)
    await db.query('COMMIT')
    db.release()
    return result
  } catch (error) {
    await db.query('ROLLBACK').then(() => db.release(), () => db.release(true))
    throw error
  }
}

/** The channel on which the owner hears that there is something to do. */
export const WAKE_CHANNEL = 'runner_wake'

/** Stores events and wakes the owner; a known id is left alone. `functionId` limits them to one function. */
export async function storeEvents(db: Pool | PoolClient, events: RunnerEvent[], functionId: string | null = null): Promise<void> {
  await db.query(
    `WITH stored AS (
       INSERT INTO runner.event (id, name, payload, function_id)
       SELECT id, name, payload::json, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS given (id, name, payload)
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT pg_notify($5, '') FROM stored LIMIT 1`,
    [events.map((event) => event.id), events.map((event) => event.name), events.map(toJson), functionId, WAKE_CHANNEL],
  )
}

/**
 * Writes everything that one answer means in one transaction, so that a crash leaves the state before the call or after it.
 * Returns the job to go on with at once, or null when the run waits or is over.
 */
export async function settle(pool: Pool, epoch: string, job: Job, outcome: Outcome, rules: RetryRules): Promise<Job | null> {
  return asOwner(pool, epoch, async (db) => {
    await db.query('SELECT FROM runner.run WHERE id = $1 FOR NO KEY UPDATE', [job.runId])
    const { rowCount } = await db.query('SELECT FROM runner.job WHERE run_id = $1 AND step_id = $2 AND claimed_by = $3', [job.runId, job.stepId, epoch])
    if (rowCount === 0) return null
    if (outcome.kind === 'fail') return failRun(db, job, outcome.error)
    if (outcome.kind === 'retry') return retryJob(db, job, outcome, rules)
    if (outcome.memos.length > 0) await storeMemos(db, job.runId, outcome.memos)
    if (outcome.output) return endRun(db, job, 'completed', outcome.output.value)
    if (outcome.opened.length > 0) await openSteps(db, job, outcome.opened)
    return moveOn(db, epoch, job, outcome.memos.length > 0 || outcome.isUnfinished === true)
  })
}

const STORE_MEMOS = `INSERT INTO runner.step (run_id, id, name, state, value)
  SELECT run_id, id, name, state, value::json FROM job, unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS given (id, name, state, value)
  ON CONFLICT (run_id, id) DO UPDATE
  SET state = excluded.state, value = excluded.value, position = excluded.position WHERE step.state = 'open'`

const columnsOf = (memos: Memo[]) => [
  memos.map(({ id }) => id), memos.map(({ name }) => name), memos.map(({ state }) => state), memos.map(({ value }) => toJson(value)),
]

/** Remembers finished steps in their order; a step that is already remembered keeps its first value. */
async function storeMemos(db: PoolClient, runId: string, memos: Memo[]): Promise<void> {
  await db.query(`WITH job AS (SELECT $1 AS run_id) ${STORE_MEMOS}`, [runId, ...columnsOf(memos)])
}

/**
 * Remembers steps that the app finished within a call still under way. False when that call is no longer the one that counts:
 * another owner drives the run, or it is over.
 */
export async function storeCheckpoint(pool: Pool, epoch: string, runId: string, memos: Memo[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH job AS (UPDATE runner.job SET attempt = 0, crashes = 0 WHERE run_id = $1 AND step_id = 'step' AND claimed_by = $6 RETURNING run_id),
     stored AS (${STORE_MEMOS})
     SELECT FROM job`,
    [runId, ...columnsOf(memos), epoch],
  )
  return rowCount === 1
}

/** Planned steps and sleeps become jobs of their own, once. */
async function openSteps(db: PoolClient, job: Job, steps: (Outcome & { kind: 'progress' })['opened']): Promise<void> {
  await db.query(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS given (id, name, wake_app, place)),
     opened AS (
       INSERT INTO runner.step (run_id, id, name, state) SELECT $1, id, name, 'open' FROM given ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO runner.job (run_id, step_id, is_sleep, wake_app, keys)
     SELECT $1, given.id, wake_app IS NOT NULL, wake_app, $5 FROM given JOIN opened USING (id) ORDER BY place`,
    [job.runId, steps.map(({ id }) => id), steps.map(({ name }) => name), steps.map(({ wakeAt }) => wakeAt), job.keys],
  )
}

/**
 * The function is asked again when no step of the run is under way; sleeping steps do not hold it up. After a sleep the run queues
 * again: sleeping took no place among its concurrency limits.
 */
async function moveOn(db: PoolClient, epoch: string, job: Job, isNews: boolean): Promise<Job | null> {
  await db.query('DELETE FROM runner.job WHERE run_id = $1 AND step_id = $2', [job.runId, job.stepId])
  const { rows: others } = await db.query<{ is_sleep: boolean }>('SELECT is_sleep FROM runner.job WHERE run_id = $1', [job.runId])
  if (others.some((other) => !other.is_sleep)) return null
  if (!isNews && others.length > 0) return null
  if (!isNews) return failRun(db, job, { name: 'RunnerError', code: 'nothing_to_do', message: 'The function waits for something that will never come.' })
  const claimedBy = job.isSleep ? null : epoch
  await db.query(`INSERT INTO runner.job (run_id, step_id, keys, claimed_by) VALUES ($1, 'step', $2, $3)`, [job.runId, job.keys, claimedBy])
  return claimedBy ? { ...job, stepId: 'step', attempt: 0, crashes: 0 } : null
}

async function endRun(db: PoolClient, job: Job, status: 'completed' | 'failed', result: unknown): Promise<null> {
  const column = status === 'completed' ? 'output' : 'error'
  await db.query(`UPDATE runner.run SET status = $2, ${column} = $3, ended_at = now() WHERE id = $1`, [job.runId, status, toJson(result)])
  await db.query('DELETE FROM runner.job WHERE run_id = $1', [job.runId])
  return null
}

async function retryJob(db: PoolClient, job: Job, outcome: Outcome & { kind: 'retry' }, { maxAttempts, retryDelays }: RetryRules): Promise<null> {
  if (outcome.isCounted && job.attempt + 1 >= maxAttempts) return failRun(db, job, outcome.error)
  const usual = outcome.isCrash ? Math.min(500 * 2 ** job.crashes, 60_000) : (retryDelays[job.attempt] ?? retryDelays.at(-1) ?? 0)
  await db.query(
    `UPDATE runner.job SET claimed_by = NULL, attempt = attempt + $3, crashes = crashes + $4, last_error = $5,
       wake_real = clock_timestamp() + make_interval(secs => $6)
     WHERE run_id = $1 AND step_id = $2`,
    [job.runId, job.stepId, Number(outcome.isCounted), Number(outcome.isCrash), toJson(outcome.error), (outcome.delay ?? usual) / 1000],
  )
  return null
}

/** Ends the run and sends the event that starts the function's `onFailure`. */
async function failRun(db: PoolClient, job: Job, error: unknown): Promise<null> {
  const data = { function_id: job.functionId, run_id: job.runId, error, event: job.event, events: [job.event] }
  await storeEvents(db, [{ id: ulid(), name: 'inngest/function.failed', data, ts: Date.now() }])
  return endRun(db, job, 'failed', error)
}
