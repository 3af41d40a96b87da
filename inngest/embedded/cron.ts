import { Cron } from 'croner'

/** One tick: the app's time at which it was due. */
export interface Tick {
  functionId: string
  expression: string
  dueAt: Date
}

/** Splits Inngest's `TZ=Europe/Paris 30 23 * * *` into zone and pattern; without a zone it is UTC. */
function parseCron(expression: string): Cron {
  const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/.exec(expression)
  return new Cron(zoned?.[2] ?? expression, { timezone: zoned?.[1] ?? 'UTC', paused: true })
}

/** The first tick after `after`. Null when the pattern never comes again. */
export function nextTick(expression: string, after: Date): Date | null {
  return parseCron(expression).nextRun(after)
}

/** The latest tick at or before `at`: after an outage only this one fires. */
export function latestTick(expression: string, at: Date): Date | null {
  return parseCron(expression).previousRuns(1, new Date(at.getTime() + 1))[0] ?? null
}

/** The id of a tick's event: a tick that comes again, because the clock stepped back, is a known event and fires nothing. */
export function tickEventId(tick: Tick): string {
  return `cron:${tick.functionId}:${tick.expression}:${tick.dueAt.toISOString()}`
}
