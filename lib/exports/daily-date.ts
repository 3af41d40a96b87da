import { Temporal } from 'temporal-polyfill'

/** The local time of the daily run, in the organization's zone. */
export const DAILY_TIME = { hour: 23, minute: 30 } as const

export type DailyRule = { now: Date; timeZone: string; connectedAt: Date; lastDailyDate: string | null }

const inZone = (moment: Date, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone)

/** 23:30 on a local date; where the clock shows it twice, the first one, and where it shows it never, the moment it jumps past. */
const dailyMoment = (date: Temporal.PlainDate, timeZone: string) =>
  date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(DAILY_TIME) }).toInstant()

/** The newest local date whose 23:30 has passed. */
export function newestDailyDate(now: Date, timeZone: string): string {
  const today = inZone(now, timeZone).toPlainDate()
  const hasPassed = dailyMoment(today, timeZone).epochMilliseconds <= now.getTime()
  return (hasPassed ? today : today.subtract({ days: 1 })).toString()
}

/**
 * The local date for which a daily run is due, or null: the newest whose 23:30 has passed, lies after the connection was made
 * and is later than the last one run. After days of standstill that is one date, not one for each day.
 */
export function dueDailyDate(rule: DailyRule): string | null {
  const date = newestDailyDate(rule.now, rule.timeZone)
  if (rule.lastDailyDate !== null && date <= rule.lastDailyDate) return null
  return dailyMoment(Temporal.PlainDate.from(date), rule.timeZone).epochMilliseconds > rule.connectedAt.getTime() ? date : null
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
