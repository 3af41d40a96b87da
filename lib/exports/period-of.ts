import type { PeriodKind } from '@/lib/generated/prisma/enums'
import { localDate } from './local-date'

/** The period of a local date: `2026-11`, `2026-Q4` or `2026`. */
export function periodOfDate(date: string, kind: PeriodKind): string {
  if (kind === 'year') return date.slice(0, 4)
  return kind === 'month' ? date.slice(0, 7) : `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`
}

/** The period that a transaction's emission moment falls into in the organization's zone. */
export const periodOf = (emittedAt: Date, timeZone: string, kind: PeriodKind): string => periodOfDate(localDate(emittedAt, timeZone), kind)

/** Moments between which a period lies in every zone: its first day and the day after its last in UTC, with a day to spare on both sides. */
export function aroundPeriod(period: string): { from: Date; to: Date } {
  const year = Number(period.slice(0, 4))
  const part = period.slice(5)
  const [first, months] = part === '' ? [0, 12] : part.startsWith('Q') ? [Number(part.slice(1)) * 3 - 3, 3] : [Number(part) - 1, 1]
  return { from: new Date(Date.UTC(year, first, 0)), to: new Date(Date.UTC(year, first + months, 2)) }
}
