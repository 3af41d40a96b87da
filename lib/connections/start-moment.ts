import { Temporal } from 'temporal-polyfill'
import { AppError } from '@/lib/errors'
import type { StartPreset } from './present'

const EARLIEST = new Date(0)

/** A moment with an offset as it is; a local date or date and time in the organization's zone. */
function ownMoment(text: string, timeZone: string): Date {
  try {
    const hasOffset = /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes('T')
    const instant = hasOffset ? Temporal.Instant.from(text) : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant()
    return new Date(instant.epochMilliseconds)
  } catch (cause) {
    throw new AppError('start_invalid', undefined, { cause })
  }
}

/**
 * The moment from which receipts are exported, for a preset or an own date in the organization's zone. `everything` is 1 January 1970.
 * @throws AppError `start_invalid` for what is no moment since 1970, `start_in_future`.
 */
export function startMoment(choice: { preset: StartPreset; startAt?: string }, timeZone: string, now: Date): Date {
  if (choice.preset === 'everything') return EARLIEST
  if (choice.preset === 'own') {
    const moment = ownMoment(choice.startAt ?? '', timeZone)
    if (moment < EARLIEST) throw new AppError('start_invalid', 'before 1970')
    if (moment > now) throw new AppError('start_in_future')
    return moment
  }
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).startOfDay()
  const first = choice.preset === 'today' ? today : choice.preset === 'month' ? today.with({ day: 1 }) : today.with({ month: 1, day: 1 })
  return new Date(first.startOfDay().epochMilliseconds)
}
