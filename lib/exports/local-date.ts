import { Temporal } from 'temporal-polyfill'

const DAY_MS = 86_400_000
const zones = new Map<string, Map<number, number | null>>()

const offsetAt = (ms: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6

/** The zone's offset during a whole UTC day, or null when it changes in it. Remembered: a company's receipts share few days. */
function offsetOfDay(day: number, timeZone: string): number | null {
  const days = zones.get(timeZone) ?? new Map<number, number | null>()
  zones.set(timeZone, days)
  const known = days.get(day)
  if (known !== undefined) return known
  const first = offsetAt(day * DAY_MS, timeZone)
  const offset = first === offsetAt((day + 1) * DAY_MS - 1, timeZone) ? first : null
  if (days.size > 50_000) days.clear()
  days.set(day, offset)
  return offset
}

const texts = new Map<number, string>()

function textOfDay(day: number): string {
  const known = texts.get(day)
  if (known !== undefined) return known
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (texts.size > 50_000) texts.clear()
  texts.set(day, text)
  return text
}

/** The calendar date (`2026-11-23`) of a moment in an IANA time zone. @throws RangeError when the zone is unknown. */
export function localDate(moment: Date, timeZone: string): string {
  const ms = moment.getTime()
  const offset = offsetOfDay(Math.floor(ms / DAY_MS), timeZone) ?? offsetAt(ms, timeZone)
  return textOfDay(Math.floor((ms + offset) / DAY_MS))
}
