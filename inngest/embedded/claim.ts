import type { Pool } from 'pg'
import { asOwner, type Job } from './settle'

interface Row {
  run_id: string
  step_id: string
  is_sleep: boolean
  attempt: number
  crashes: number
  function_id: string
  event: Job['event']
  keys: string[]
}

/**
 * Takes up to `limit` jobs that are due, oldest first, none of whose concurrency keys is full, and marks them as this
 * owner's. Sleeps and future events are due by the app's time `now`, retries by real time. `take` is asked for each job
 * in turn and may refuse it: two jobs of one batch may share a key's last place.
 */
export async function claimJobs(pool: Pool, epoch: string, now: Date, fullKeys: string[], limit: number, take: (job: Job) => boolean): Promise<Job[]> {
  await pool.query('UPDATE runner.job SET wake_app = NULL WHERE wake_app <= $1', [now])
  await pool.query('UPDATE runner.job SET wake_real = NULL WHERE wake_real <= clock_timestamp()')
  const { rows } = await pool.query<Row>(
    `SELECT job.run_id, job.step_id, job.is_sleep, job.attempt, job.crashes, run.function_id, run.event, job.keys
     FROM runner.job JOIN runner.run ON run.id = job.run_id
     WHERE claimed_by IS NULL AND wake_app IS NULL AND wake_real IS NULL AND (job.is_sleep OR NOT job.keys && $1::text[])
     ORDER BY job.position LIMIT $2`,
    [fullKeys, limit])
  const jobs = rows.map(toJob).filter(take)
  if (jobs.length === 0) return []
  const runIds = jobs.map((job) => job.runId)
  await asOwner(pool, epoch, async (db) => {
    // Runs before jobs, as everywhere: the same order of locks cannot deadlock.
    await db.query('SELECT FROM runner.run WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [runIds])
    await db.query(
      `UPDATE runner.job SET claimed_by = $3 FROM unnest($1::text[], $2::text[]) AS given (run_id, step_id)
       WHERE job.run_id = given.run_id AND job.step_id = given.step_id`,
      [runIds, jobs.map((job) => job.stepId), epoch])
    await db.query(`UPDATE runner.run SET status = 'running', started_at = now() WHERE id = ANY($1) AND status = 'queued'`, [runIds])
  })
  return jobs
}

function toJob(row: Row): Job {
  return {
    runId: row.run_id, stepId: row.step_id, isSleep: row.is_sleep, attempt: row.attempt, crashes: row.crashes,
    functionId: row.function_id, event: row.event, keys: row.keys,
  }
}

/**
 * Makes this process the owner: a new epoch, and every job that the last owner had under way is free again, marked with
 * one crash. From the fourth mark on a job waits, each time longer: a step that ends the process must not keep it down,
 * and one that was only beside it gets its turn without it.
 */
export async function takeOver(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ epoch: string }>('UPDATE runner.owner SET epoch = epoch + 1 RETURNING epoch')
  await pool.query(
    `UPDATE runner.job SET claimed_by = NULL, crashes = crashes + 1,
       wake_real = CASE WHEN crashes >= 3 THEN clock_timestamp() + make_interval(secs => least(power(2, crashes - 4), 600)) END
     WHERE claimed_by IS NOT NULL`)
  return rows[0]?.epoch ?? '0'
}

/** Gives back what was under way at a clean stop, without counting a crash. */
export async function releaseJobs(pool: Pool, epoch: string): Promise<void> {
  await pool.query('UPDATE runner.job SET claimed_by = NULL WHERE claimed_by = $1', [epoch])
}
