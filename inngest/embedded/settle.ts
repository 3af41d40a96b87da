import type { Pool, PoolClient } from 'pg'
import { ulid } from 'ulid'
import { storeEvents } from './intake'
import { runnerError, type Memo, type Outcome } from './interpret'
import { toJson } from './json'
import type { RunnerEvent } from './match'

const KEEP_FIRST = `ON CONFLICT (run_id, id) DO UPDATE
  SET state = excluded.state, value = excluded.value, position = excluded.position WHERE step.state = 'open'`

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

/** How failing calls are spaced: `retryDelays[attempt]`, the last one for all further attempts; milliseconds. */
export interface RetryRules {
  maxAttempts: number
  retryDelays: number[]
}

/**
 * Writes everything that one answer means in one transaction, so that a crash leaves the state before the call or after
 * it. Returns the job to go on with at once, or null when the run waits or is over. An answer for a run that was
 * cancelled meanwhile changes nothing.
 */
export async function settle(pool: Pool, epoch: string, job: Job, outcome: Outcome, rules: RetryRules): Promise<Job | null> {
  return asOwner(pool, epoch, async (db) => {
    await db.query('SELECT FROM runner.run WHERE id = $1 FOR NO KEY UPDATE', [job.runId])
    const { rowCount } = await db.query('SELECT FROM runner.job WHERE run_id = $1 AND step_id = $2 AND claimed_by = $3', [job.runId, job.stepId, epoch])
    if (rowCount === 0) return null
    if (outcome.kind === 'fail') return failRun(db, job, outcome.error)
    if (outcome.kind === 'retry') return retryJob(db, job, outcome, rules)
    await storeMemos(db, job.runId, outcome.memos)
    if (outcome.output) return completeRun(db, job, outcome.output.value)
    await openSteps(db, job, outcome)
    return moveOn(db, epoch, job, outcome.memos.length > 0 || outcome.isUnfinished === true)
  })
}

/** Remembers finished steps in their order; a step that is already remembered keeps its first value. */
async function storeMemos(db: PoolClient, runId: string, memos: Memo[]): Promise<void> {
  for (const memo of memos) {
    await db.query(
      `INSERT INTO runner.step (run_id, id, name, state, value) VALUES ($1, $2, $3, $4, $5) ${KEEP_FIRST}`,
      [runId, memo.id, memo.name, memo.state, toJson(memo.value)])
  }
}

/**
 * Remembers steps that the app finished within a call still under way. False when that call is no longer the one that
 * counts: its run was cancelled, or another owner drives it.
 */
export async function storeCheckpoint(pool: Pool, epoch: string, runId: string, memos: Memo[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH job AS (
       UPDATE runner.job SET attempt = 0, crashes = 0 WHERE run_id = $1 AND step_id = 'step' AND claimed_by = $2 RETURNING run_id),
     stored AS (
       INSERT INTO runner.step (run_id, id, name, state, value)
       SELECT run_id, id, name, state, value::json FROM job, unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS given (id, name, state, value)
       ${KEEP_FIRST})
     SELECT FROM job`,
    [runId, epoch, memos.map((memo) => memo.id), memos.map((memo) => memo.name), memos.map((memo) => memo.state), memos.map((memo) => toJson(memo.value))])
  return rowCount === 1
}

/** Steps announced for the first time become jobs. The SDK announces open ones again at every call. */
async function openSteps(db: PoolClient, job: Job, { planned, sleeps }: Outcome & { kind: 'progress' }): Promise<void> {
  const steps = [...planned.map((step) => ({ ...step, wakeAt: null })), ...sleeps]
  if (steps.length === 0) return
  await db.query(
    `WITH given AS (SELECT * FROM unnest($2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS given (id, name, wake_app, place)),
     opened AS (
       INSERT INTO runner.step (run_id, id, name, state) SELECT $1, id, name, 'open' FROM given ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO runner.job (run_id, step_id, is_sleep, wake_app, keys)
     SELECT $1, given.id, wake_app IS NOT NULL, wake_app, $5 FROM given JOIN opened USING (id) ORDER BY place`,
    [job.runId, steps.map((step) => step.id), steps.map((step) => step.name), steps.map((step) => step.wakeAt), job.keys])
}

/**
 * The function is asked again when no step of the run is under way; sleeping steps do not hold it up. After a sleep the
 * run queues again: sleeping took no place among its concurrency limits.
 */
async function moveOn(db: PoolClient, epoch: string, job: Job, isNews: boolean): Promise<Job | null> {
  await db.query('DELETE FROM runner.job WHERE run_id = $1 AND step_id = $2', [job.runId, job.stepId])
  const { rows } = await db.query<{ busy: boolean; asleep: boolean }>(
    'SELECT coalesce(bool_or(NOT is_sleep), false) AS busy, coalesce(bool_or(is_sleep), false) AS asleep FROM runner.job WHERE run_id = $1', [job.runId])
  if (rows[0]?.busy) return null
  if (!isNews) return rows[0]?.asleep ? null : failRun(db, job, runnerError('nothing_to_do', 'The function waits for something that will never come.'))
  const claimedBy = job.isSleep ? null : epoch
  await db.query(`INSERT INTO runner.job (run_id, step_id, keys, claimed_by) VALUES ($1, 'step', $2, $3)`, [job.runId, job.keys, claimedBy])
  return claimedBy ? { ...job, stepId: 'step', attempt: 0, crashes: 0 } : null
}

async function completeRun(db: PoolClient, job: Job, output: unknown): Promise<null> {
  await db.query(`UPDATE runner.run SET status = 'completed', output = $2, ended_at = now() WHERE id = $1`, [job.runId, toJson(output)])
  await db.query('DELETE FROM runner.job WHERE run_id = $1', [job.runId])
  return null
}

async function retryJob(db: PoolClient, job: Job, outcome: Outcome & { kind: 'retry' }, rules: RetryRules): Promise<null> {
  if (outcome.isCounted && job.attempt + 1 >= rules.maxAttempts) return failRun(db, job, outcome.error)
  const usual = outcome.isCrash ? Math.min(500 * 2 ** job.crashes, 60_000) : rules.retryDelays[Math.min(job.attempt, rules.retryDelays.length - 1)]
  const delay = outcome.delay ?? usual ?? 0
  await db.query(
    `UPDATE runner.job SET claimed_by = NULL, attempt = attempt + $3, crashes = crashes + $4, last_error = $5,
       wake_real = clock_timestamp() + make_interval(secs => $6)
     WHERE run_id = $1 AND step_id = $2`,
    [job.runId, job.stepId, outcome.isCounted ? 1 : 0, outcome.isCrash ? 1 : 0, toJson(outcome.error), delay / 1000])
  return null
}

/** Ends the run and sends the event that starts the function's `onFailure`. */
async function failRun(db: PoolClient, job: Job, error: unknown): Promise<null> {
  await db.query(`UPDATE runner.run SET status = 'failed', error = $2, ended_at = now() WHERE id = $1`, [job.runId, toJson(error)])
  await db.query('DELETE FROM runner.job WHERE run_id = $1', [job.runId])
  const data = { function_id: job.functionId, run_id: job.runId, error, event: job.event, events: [job.event] }
  await storeEvents(db, [{ id: ulid(), name: 'inngest/function.failed', data, ts: Date.now() }])
  return null
}
