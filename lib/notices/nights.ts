import { Temporal } from 'temporal-polyfill'
import { newestDaily } from '@/lib/exports/daily-date'

/** How many daily runs have been due since a moment: 23:30s of the zone that lie between it and now. */
export function nightsSince(since: Date, now: Date, timeZone: string): number {
  const [from, to] = [since, now].map((moment) => Temporal.PlainDate.from(newestDaily(moment, timeZone).date))
  return from && to ? from.until(to, { largestUnit: 'days' }).days : 0
}

/** Local time of the digest. */
const DIGEST_TIME = '08:00'

type Digest = { week: string; at: Date }

/** What has been worked out for a moment: a page of connections asks for the same zones and weekdays again and again. */
const known = new WeakMap<Date, Map<string, Digest>>()

/** The newest such weekday (1 is Monday) whose 8 o'clock has passed in the zone: its date, and that moment. After weeks of standstill that is one. */
export function newestDigest(now: Date, timeZone: string, weekday: number): Digest {
  const digests = known.get(now) ?? new Map<string, Digest>()
  known.set(now, digests)
  const key = `${timeZone} ${weekday}`
  const digest = digests.get(key) ?? workOutDigest(now, timeZone, weekday)
  digests.set(key, digest)
  return digest
}

function workOutDigest(now: Date, timeZone: string, weekday: number): Digest {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const newest = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 })
  const momentOf = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime: DIGEST_TIME }).toInstant().epochMilliseconds
  const week = momentOf(newest) <= now.getTime() ? newest : newest.subtract({ days: 7 })
  return { week: week.toString(), at: new Date(momentOf(week)) }
}
