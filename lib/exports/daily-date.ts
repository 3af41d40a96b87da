import { Temporal } from 'temporal-polyfill'

/** The local time of the daily run, in the organization's zone. */
export const DAILY_TIME = { hour: 23, minute: 30 } as const

export type DailyRule = { now: Date; timeZone: string; connectedAt: Date; lastDailyDate: string | null }

const inZone = (moment: Date, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone)

/** 23:30 on a local date; where the clock shows it twice, the first one, and where it shows it never, the moment it jumps past. */
const dailyMoment = (date: Temporal.PlainDate, timeZone: string) =>
  date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(DAILY_TIME) }).toInstant()

/** The newest local date whose 23:30 has passed, and that moment. */
export function newestDaily(now: Date, timeZone: string): { date: string; at: Date } {
  const today = inZone(now, timeZone).toPlainDate()
  const hasPassed = dailyMoment(today, timeZone).epochMilliseconds <= now.getTime()
  const date = hasPassed ? today : today.subtract({ days: 1 })
  return { date: date.toString(), at: new Date(dailyMoment(date, timeZone).epochMilliseconds) }
}

/**
 * The local date for which a daily run is due, or null: the newest whose 23:30 has passed, lies after the connection was made
 * and is later than the last one run. After days of standstill that is one date, not one for each day. `newest` is that of the
 * zone, for callers who ask for many connections: it costs a hundred times what is left.
 */
export function dueDailyDate(rule: DailyRule, newest = newestDaily(rule.now, rule.timeZone)): string | null {
  if (rule.lastDailyDate !== null && newest.date <= rule.lastDailyDate) return null
  return newest.at > rule.connectedAt ? newest.date : null
}

/** When the next daily run is due: the coming 23:30 of a date that has not run yet. */
export function nextDailyAt(rule: DailyRule): Date {
  let date = inZone(rule.now, rule.timeZone).toPlainDate()
  for (;;) {
    const moment = dailyMoment(date, rule.timeZone).epochMilliseconds
    if (moment > rule.now.getTime() && (rule.lastDailyDate === null || date.toString() > rule.lastDailyDate)) return new Date(moment)
    date = date.add({ days: 1 })
  }
}
