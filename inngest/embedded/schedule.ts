import type { PoolClient } from 'pg'
import { monotonicFactory } from 'ulid'
import { parseDuration } from './duration'
import { toJson } from './json'
import { matchEvent, type FunctionConfig, type RunnerEvent, type WantedRun } from './match'

const runId = monotonicFactory()
const BATCH = 1000
const DEFAULT_STAMP_MS = 300_000

/**
 * Turns stored events into runs, oldest first, at most 1,000 a call, inside the caller's transaction. Returns how many
 * events were taken. `now` is the app's time: an event dated after it starts its run at that moment.
 */
export async function scheduleEvents(db: PoolClient, functions: Map<string, FunctionConfig>, now: Date): Promise<number> {
  const { rows } = await db.query<{ id: string; payload: RunnerEvent; function_id: string | null }>(
    'SELECT id, payload, function_id FROM runner.event WHERE matched_at IS NULL ORDER BY position LIMIT $1 FOR UPDATE', [BATCH])
  if (rows.length === 0) return 0
  const wanted = rows.flatMap((row) => matchEvent(row.payload, functions.values(), row.function_id))
  const isPlain = ({ function: config }: WantedRun) => !config.debounce && config.singleton?.mode !== 'cancel'
  await insertRuns(db, wanted.filter(isPlain), now)
  for (const run of wanted.filter((run) => !isPlain(run))) {
    if (run.function.debounce) await debounceRun(db, run, now)
    else await replaceRun(db, run, now)
  }
  await db.query('UPDATE runner.event SET matched_at = now() WHERE id = ANY($1)', [rows.map((row) => row.id)])
  return rows.length
}

/**
 * The moment a future event waits for, in the app's time; null for now. The SDK stamps every event with real time, which
 * a moved app clock may call the future: a stamp of the last minutes of real time is therefore never waited for.
 */
export function startTime(ts: number, now: Date, realNow: number): Date | null {
  const isStampedNow = ts <= realNow && ts > realNow - DEFAULT_STAMP_MS
  return ts > now.getTime() && !isStampedNow ? new Date(ts) : null
}

/** Singleton `skip` is the unique index: the second run of a key is not inserted. Idempotency keys hold for 24 hours. */
async function insertRuns(db: PoolClient, runs: WantedRun[], now: Date): Promise<void> {
  if (runs.length === 0) return
  const seen = new Set<string>()
  const fresh = runs.filter((run) => {
    if (run.idempotencyKey === null) return true
    const key = `${run.function.id}\n${run.idempotencyKey}`
    return !seen.has(key) && seen.add(key)
  })
  const column = <T>(read: (run: WantedRun) => T) => fresh.map(read)
  await db.query(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
         WITH ORDINALITY AS given (id, function_id, event, keys, singleton_key, idempotency_key, wake_app, place)),
     stored AS (
       INSERT INTO runner.run (id, function_id, event, keys, singleton_key, idempotency_key)
       SELECT id, function_id, event::json, string_to_array(keys, chr(31)), singleton_key, idempotency_key FROM given
       WHERE idempotency_key IS NULL OR NOT EXISTS (
         SELECT FROM runner.run AS earlier WHERE earlier.function_id = given.function_id
           AND earlier.idempotency_key = given.idempotency_key AND earlier.created_at > now() - interval '24 hours')
       ORDER BY place ON CONFLICT DO NOTHING RETURNING id, keys)
     INSERT INTO runner.job (run_id, step_id, keys, wake_app)
     SELECT given.id, 'step', stored.keys, given.wake_app FROM given JOIN stored USING (id) ORDER BY given.place`,
    [
      column(() => runId()), column((run) => run.function.id), column((run) => toJson(run.event)),
      column((run) => run.keys.join('\u001f')), column((run) => run.singletonKey), column((run) => run.idempotencyKey),
      column((run) => startTime(run.event.ts, now, Date.now())),
    ],
  )
}

/** Singleton `cancel`: the new run takes the place of the one under way, whose next answer is then ignored. */
async function replaceRun(db: PoolClient, run: WantedRun, now: Date): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE runner.run SET status = 'cancelled', ended_at = now()
     WHERE function_id = $1 AND singleton_key = $2 AND status IN ('queued', 'running') RETURNING id`,
    [run.function.id, run.singletonKey])
  await db.query('DELETE FROM runner.job WHERE run_id = ANY($1)', [rows.map((row) => row.id)])
  await insertRuns(db, [run], now)
}

/**
 * The waiting run of the key takes over the newer event and waits its period again, in real time, until `timeout` after
 * its first event. A run that has started is left alone: a new one waits.
 */
async function debounceRun(db: PoolClient, run: WantedRun, now: Date): Promise<void> {
  const { period = '', timeout } = run.function.debounce ?? {}
  const seconds = (parseDuration(period) ?? 0) / 1000
  const longest = timeout ? (parseDuration(timeout) ?? 0) / 1000 : null
  const { rows } = await db.query<{ id: string }>(
    `UPDATE runner.run SET event = $3 WHERE function_id = $1 AND debounce_key = $2 AND status = 'queued' RETURNING id`,
    [run.function.id, run.debounceKey, toJson(run.event)])
  if (rows[0]) {
    await db.query(
      `UPDATE runner.job SET wake_real = least(clock_timestamp() + make_interval(secs => $2), run.created_at + make_interval(secs => $3))
       FROM runner.run WHERE job.run_id = $1 AND run.id = job.run_id`, [rows[0].id, seconds, longest])
    return
  }
  const id = runId()
  const { rowCount } = await db.query(
    `INSERT INTO runner.run (id, function_id, event, keys, debounce_key, singleton_key) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [id, run.function.id, toJson(run.event), run.keys, run.debounceKey, run.singletonKey])
  if (rowCount === 0) return
  await db.query(
    `INSERT INTO runner.job (run_id, step_id, keys, wake_app, wake_real) VALUES ($1, 'step', $2, $3, clock_timestamp() + make_interval(secs => $4))`,
    [id, run.keys, startTime(run.event.ts, now, Date.now()), seconds])
}
