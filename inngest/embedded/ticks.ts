import type { Pool } from 'pg'
import { latestTick, nextTick, tickEventId } from './cron'
import { storeEvents } from './intake'
import { asOwner } from './settle'

/** A cron trigger and its next tick, in the app's time. */
export interface ScheduledCron {
  functionId: string
  expression: string
  nextAt: Date
}

/**
 * After the clock stepped back the ticks up to the stored one are due again, as far as they have not fired yet: each is
 * an event with an id of its own. At any other moment the stored tick is the first one after now, and stays.
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
    await asOwner(pool, epoch, async (db) => {
      const data = { cron: expression, scheduledAt: dueAt.toISOString(), fireAt: now.toISOString() }
      const id = tickEventId({ functionId, expression, dueAt })
      await storeEvents(db, [{ id, name: 'inngest/scheduled.timer', data, ts: dueAt.getTime() }], functionId)
      await db.query('UPDATE runner.cron SET next_at = $3 WHERE function_id = $1 AND expression = $2', [functionId, expression, nextAt])
    })
    cron.nextAt = nextAt
  }
}
