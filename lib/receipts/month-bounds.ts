import { Temporal } from 'temporal-polyfill'
import { AppError } from '@/lib/errors'

/** First moment of a month (`2026-11`) and of the next one, in an IANA zone. @throws AppError `bad_input`. */
export function monthBounds(month: string, timeZone: string): { from: Date; to: Date } {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new AppError('bad_input', 'month')
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const start = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: start(first), to: start(first.add({ months: 1 })) }
}
