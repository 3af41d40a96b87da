import type { Pool } from 'pg'
import { callApp } from './call'
import { nextTick } from './cron'
import { toJson } from './json'
import { assertSupported, type FunctionConfig } from './match'
import type { ScheduledCron } from './ticks'
import { asOwner } from './settle'

interface SyncTarget {
  serveUrl: string
  signingKey: string
  signal: AbortSignal
}

/** The app could not be asked for its functions, now; it may be starting, or have other keys. */
export class AppAnswerError extends Error {}

/**
 * Asks the app for its functions.
 * @throws UnsupportedFunctionError when one asks for too much; AppAnswerError when the app did not answer as the SDK does.
 */
export async function fetchFunctions(target: SyncTarget): Promise<FunctionConfig[]> {
  const answer = await callApp(target, 'PUT', {}, { url: target.serveUrl }, { 'x-inngest-sync-kind': 'in_band' }).catch((cause: unknown) => {
    throw new AppAnswerError('The app does not answer.', { cause })
  })
  if (answer.status !== 200 || !answer.isFromSdk) throw new AppAnswerError(`The app answered ${answer.status} when asked for its functions.`)
  const { functions } = answer.body as { functions: FunctionConfig[] }
  functions.forEach(assertSupported)
  return functions
}

/** Stores the functions; crons that are gone are forgotten, new ones start with their next tick after `now`, the app's time. */
export async function storeFunctions(pool: Pool, epoch: string, functions: FunctionConfig[], now: Date): Promise<ScheduledCron[]> {
  const crons = functions.flatMap(({ id, triggers }) => triggers.flatMap(({ cron }) => (cron ? [{ functionId: id, expression: cron }] : [])))
  const column = <T>(read: (cron: (typeof crons)[number]) => T) => crons.map(read)
  return asOwner(pool, epoch, async (db) => {
    await db.query('DELETE FROM runner.function WHERE NOT id = ANY($1)', [functions.map((config) => config.id)])
    await db.query(
      `INSERT INTO runner.function (id, config) SELECT id, config::json FROM unnest($1::text[], $2::text[]) AS given (id, config)
       ON CONFLICT (id) DO UPDATE SET config = excluded.config`,
      [functions.map((config) => config.id), functions.map(toJson)])
    const given = [column((cron) => cron.functionId), column((cron) => cron.expression)]
    await db.query(
      `DELETE FROM runner.cron WHERE NOT (function_id, expression) IN (SELECT * FROM unnest($1::text[], $2::text[]))`, given)
    await db.query(
      `INSERT INTO runner.cron (function_id, expression, next_at) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) ON CONFLICT DO NOTHING`,
      [...given, column((cron) => nextTick(cron.expression, now))])
    const { rows } = await db.query<ScheduledCron>('SELECT function_id AS "functionId", expression, next_at AS "nextAt" FROM runner.cron')
    return rows
  })
}
