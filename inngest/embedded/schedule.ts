import type { Pool, PoolClient } from 'pg'
import { monotonicFactory } from 'ulid'
import { concurrencyLimits, keyOf, latestTick, nextTick, parseDuration, passes, type FunctionConfig } from './functions'
import { asOwner, storeEvents, toJson, type RunnerEvent } from './settle'

const newRunId = monotonicFactory()
const BATCH = 1000
const DEFAULT_STAMP_MS = 300_000

/** One run that an event asks for. `keys` are the concurrency keys, in the order of the function's limits. */
interface WantedRun {
  function: FunctionConfig
  event: RunnerEvent
  keys: string[]
}

/**
 * Turns stored events into runs, oldest first, at most 1,000 a call. Returns how many events were taken. `now` is the app's time: an
 * event dated after it starts its run at that moment.
 */
export async function scheduleEvents(pool: Pool, epoch: string, functions: FunctionConfig[], now: Date): Promise<number> {
  return asOwner(pool, epoch, async (db) => {
    const { rows } = await db.query<{ id: string; payload: RunnerEvent; function_id: string | null }>(
      'SELECT id, payload, function_id FROM runner.event WHERE matched_at IS NULL ORDER BY position LIMIT $1 FOR UPDATE', [BATCH])
    const wanted = rows.flatMap((row) => matchEvent(row.payload, functions, row.function_id))
    await insertRuns(db, wanted.filter((run) => !run.function.debounce), now)
    for (const run of wanted) if (run.function.debounce) await debounceRun(db, run, now)
    await db.query('UPDATE runner.event SET matched_at = now() WHERE id = ANY($1)', [rows.map((row) => row.id)])
    return rows.length
  })
}

/** The runs that one event asks for. `only` limits it to one function: a cron tick concerns the function it belongs to. */
export function matchEvent(event: RunnerEvent, functions: FunctionConfig[], only: string | null): WantedRun[] {
  const isWanted = ({ id, triggers }: FunctionConfig) =>
    only ? id === only : triggers.some((trigger) => trigger.event === event.name && passes(trigger.expression, event))
  return functions.filter(isWanted).map((config) => ({
    function: config,
    event,
    keys: concurrencyLimits(config).map(({ key }, index) => `${config.id}:${index}:${keyOf(key, event)}`),
  }))
}

/**
 * When a run starts: null for at once. The SDK stamps an event with real time when the sender gave no time, so a stamp that is not
 * ahead of real time and lies in the last minutes means now, also for an app clock that was set back.
 */
export function startTime(ts: number, now: Date, realNow: number): Date | null {
  const isStampedNow = ts <= realNow && ts > realNow - DEFAULT_STAMP_MS
  return ts > now.getTime() && !isStampedNow ? new Date(ts) : null
}

/** A singleton is a unique index: the second run of a key is not inserted. */
async function insertRuns(db: PoolClient, runs: WantedRun[], now: Date): Promise<void> {
  if (runs.length === 0) return
  const column = <T>(read: (run: WantedRun) => T) => runs.map(read)
  await db.query(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
         WITH ORDINALITY AS given (id, function_id, event, keys, singleton_key, wake_app, place)),
     stored AS (
       INSERT INTO runner.run (id, function_id, event, keys, singleton_key)
       SELECT id, function_id, event::json, string_to_array(keys, chr(31)), singleton_key FROM given ORDER BY place
       ON CONFLICT DO NOTHING RETURNING id, keys)
     INSERT INTO runner.job (run_id, step_id, keys, wake_app)
     SELECT given.id, 'step', stored.keys, given.wake_app FROM given JOIN stored USING (id) ORDER BY given.place`,
    [
      column(() => newRunId()),
      column((run) => run.function.id),
      column((run) => toJson(run.event)),
      column((run) => run.keys.join('\u001f')),
      column(({ function: { singleton }, event }) => (singleton ? keyOf(singleton.key, event) : null)),
      column((run) => startTime(run.event.ts, now, Date.now())),
    ],
  )
}

/**
 * The waiting run of the key takes over the newer event and waits its period again, in real time. A run that has started is left
 * alone: a new one waits.
 */
async function debounceRun(db: PoolClient, { function: { id: functionId, debounce }, event, keys }: WantedRun, now: Date): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO runner.run (id, function_id, event, keys, debounce_key) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (function_id, debounce_key) WHERE status = 'queued' DO UPDATE SET event = excluded.event RETURNING id`,
    [newRunId(), functionId, toJson(event), keys, keyOf(debounce?.key, event)],
  )
  await db.query(
    `INSERT INTO runner.job (run_id, step_id, keys, wake_app, wake_real)
     VALUES ($1, 'step', $2, $3, clock_timestamp() + make_interval(secs => $4))
     ON CONFLICT (run_id, step_id) DO UPDATE SET wake_real = excluded.wake_real`,
    [rows[0]?.id, keys, startTime(event.ts, now, Date.now()), (parseDuration(debounce?.period ?? '') ?? 0) / 1000],
  )
}

/** A cron trigger and its next tick, in the app's time. */
export interface ScheduledCron {
  functionId: string
  expression: string
  nextAt: Date
}

/** Stores the functions; crons that are gone are forgotten, new ones start with their next tick after `now`, the app's time. */
export async function storeFunctions(pool: Pool, epoch: string, functions: FunctionConfig[], now: Date): Promise<ScheduledCron[]> {
  const ids = functions.map((config) => config.id)
  const crons = functions.flatMap(({ id, triggers }) => triggers.flatMap(({ cron }) => (cron ? [{ id, cron, nextAt: nextTick(cron, now) }] : [])))
  const given = [crons.map(({ id }) => id), crons.map(({ cron }) => cron)]
  return asOwner(pool, epoch, async (db) => {
    await db.query('DELETE FROM runner.function WHERE NOT id = ANY($1)', [ids])
    await db.query(
      `INSERT INTO runner.function (id, config) SELECT id, config::json FROM unnest($1::text[], $2::text[]) AS given (id, config)
       ON CONFLICT (id) DO UPDATE SET config = excluded.config`,
      [ids, functions.map(toJson)],
    )
    await db.query('DELETE FROM runner.cron WHERE NOT (function_id, expression) IN (SELECT * FROM unnest($1::text[], $2::text[]))', given)
    await db.query(
      `INSERT INTO runner.cron (function_id, expression, next_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) ON CONFLICT DO NOTHING`,
      [...given, crons.map(({ nextAt }) => nextAt)],
    )
    const { rows } = await db.query<ScheduledCron>('SELECT function_id AS "functionId", expression, next_at AS "nextAt" FROM runner.cron')
    return rows
  })
}

/**
 * After the clock stepped back the ticks up to the stored one are due again, as far as they have not fired yet: each is an event with
 * an id of its own. At any other moment the stored tick is the first one after now, and stays.
 */
export function rewindCrons(crons: ScheduledCron[], now: Date): void {
  for (const cron of crons) {
    const next = nextTick(cron.expression, now)
    if (next && next < cron.nextAt) cron.nextAt = next
  }
}

/** Fires every cron that is due at `now`, once, for its latest tick, however many were missed. */
export async function fireTicks(pool: Pool, epoch: string, crons: ScheduledCron[], now: Date): Promise<void> {
  for (const cron of crons) {
    if (cron.nextAt > now) continue
    const { functionId, expression } = cron
    const dueAt = latestTick(expression, now) ?? cron.nextAt
    const nextAt = nextTick(expression, now) ?? new Date('9999-01-01')
    const data = { cron: expression, scheduledAt: dueAt.toISOString(), fireAt: now.toISOString() }
    // A tick that comes again, because the clock stepped back, is a known event and fires nothing.
    const id = `cron:${functionId}:${expression}:${dueAt.toISOString()}`
    await asOwner(pool, epoch, async (db) => {
      await storeEvents(db, [{ id, name: 'inngest/scheduled.timer', data, ts: dueAt.getTime() }], functionId)
      await db.query('UPDATE runner.cron SET next_at = $3 WHERE function_id = $1 AND expression = $2', [functionId, expression, nextAt])
    })
    cron.nextAt = nextAt
  }
}
