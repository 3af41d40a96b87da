import { Temporal } from 'temporal-polyfill'
import { newestDailyDate } from '@/lib/exports/daily-date'

/** How many daily runs have been due since a moment: 23:30s of the zone that lie between it and now. */
export function nightsSince(since: Date, now: Date, timeZone: string): number {
  const [from, to] = [since, now].map((moment) => Temporal.PlainDate.from(newestDailyDate(moment, timeZone)))
  return from && to ? from.until(to, { largestUnit: 'days' }).days : 0
}

/** Local time of the digest. */
const DIGEST_TIME = '08:00'

/** The newest such weekday (1 is Monday) whose 8 o'clock has passed in the zone: its date, and that moment. After weeks of standstill that is one. */
export function newestDigest(now: Date, timeZone: string, weekday: number): { week: string; at: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const newest = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 })
  const momentOf = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime: DIGEST_TIME }).toInstant().epochMilliseconds
  const week = momentOf(newest) <= now.getTime() ? newest : newest.subtract({ days: 7 })
  return { week: week.toString(), at: new Date(momentOf(week)) }
}
