import { expect, test } from 'vitest'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { dueDailyDate, nextDailyAt } from './daily-date'

const ZONES = [
  'Europe/Paris', 'Europe/Lisbon', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'Asia/Beirut', 'Africa/Cairo', 'Australia/Lord_Howe',
  'Pacific/Kiritimati', 'Asia/Kolkata',
]
const at = (text: string) => new Date(text)
const long = at('2020-01-01T00:00:00Z')

/** Looks every `minutes` from `from` to `to`, as a scheduler would, and collects the dates that were run. */
function runsBetween(timeZone: string, from: Date, to: Date, minutes = 5): string[] {
  const dates: string[] = []
  let lastDailyDate: string | null = dueDailyDate({ now: from, timeZone, connectedAt: long, lastDailyDate: null })
  for (let ms = from.getTime(); ms <= to.getTime(); ms += minutes * 60_000) {
    const due = dueDailyDate({ now: new Date(ms), timeZone, connectedAt: long, lastDailyDate })
    if (due) dates.push((lastDailyDate = due))
  }
  return dates
}

test.each(ZONES)('%s has exactly one daily run per local date through both clock changes of a year', (timeZone) => {
  for (const [from, to] of [['2026-03-01', '2026-04-30'], ['2026-09-20', '2026-11-10']] as const) {
    const dates = runsBetween(timeZone, at(`${from}T12:00:00Z`), at(`${to}T12:00:00Z`), 10)
    expect(new Set(dates).size).toBe(dates.length)
    const days = Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
    expect(Math.abs(dates.length - days)).toBeLessThanOrEqual(1)
    dates.reduce((before, date) => {
      expect(Temporal.PlainDate.from(before).add({ days: 1 }).toString()).toBe(date)
      return date
    })
  }
})

test('the run is due from 23:30 local time on, not a second before', () => {
  const rule = { timeZone: 'Europe/Paris', connectedAt: long, lastDailyDate: '2026-07-09' }
  expect(dueDailyDate({ ...rule, now: at('2026-07-10T21:29:59Z') })).toBeNull()
  expect(dueDailyDate({ ...rule, now: at('2026-07-10T21:30:00Z') })).toBe('2026-07-10')
})

test('a clock that steps back does not run a date again', () => {
  const rule = { timeZone: 'Europe/Paris', connectedAt: long }
  expect(dueDailyDate({ ...rule, now: at('2026-07-10T21:31:00Z'), lastDailyDate: '2026-07-10' })).toBeNull()
  expect(dueDailyDate({ ...rule, now: at('2026-07-10T20:31:00Z'), lastDailyDate: '2026-07-10' })).toBeNull()
  expect(dueDailyDate({ ...rule, now: at('2026-07-09T22:31:00Z'), lastDailyDate: '2026-07-10' })).toBeNull()
})

test('a server that was down from 23:00 to 02:00 runs the date as soon as it is back', () => {
  expect(dueDailyDate({ now: at('2026-07-11T00:00:00Z'), timeZone: 'Europe/Paris', connectedAt: long, lastDailyDate: '2026-07-09' })).toBe('2026-07-10')
})

test('after three days of standstill there is one run, for the newest date', () => {
  const rule = { timeZone: 'Europe/Paris', connectedAt: long, now: at('2026-07-13T10:00:00Z') }
  expect(dueDailyDate({ ...rule, lastDailyDate: '2026-07-09' })).toBe('2026-07-12')
  expect(dueDailyDate({ ...rule, lastDailyDate: '2026-07-12' })).toBeNull()
})

test('a connection made after 23:30 waits for the next evening', () => {
  const rule = { timeZone: 'Europe/Paris', connectedAt: at('2026-07-10T21:40:00Z'), lastDailyDate: null }
  expect(dueDailyDate({ ...rule, now: at('2026-07-10T21:45:00Z') })).toBeNull()
  expect(dueDailyDate({ ...rule, now: at('2026-07-11T21:30:00Z') })).toBe('2026-07-11')
})

test('where the clock shows 23:30 twice, only the first counts', () => {
  const rule = { timeZone: 'Asia/Beirut', connectedAt: long }
  const first = at('2026-10-24T20:30:00Z')
  expect(dueDailyDate({ ...rule, now: first, lastDailyDate: '2026-10-23' })).toBe('2026-10-24')
  expect(dueDailyDate({ ...rule, now: new Date(first.getTime() + 3_600_000), lastDailyDate: '2026-10-24' })).toBeNull()
})

test('the next run shown is the moment at which one becomes due', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true }), (timeZone, now) => {
      const lastDailyDate = dueDailyDate({ now, timeZone, connectedAt: long, lastDailyDate: null })
      const rule = { timeZone, connectedAt: long, lastDailyDate }
      const next = nextDailyAt({ ...rule, now })
      expect(next.getTime()).toBeGreaterThan(now.getTime())
      expect(dueDailyDate({ ...rule, now: new Date(next.getTime() - 1000) })).toBeNull()
      expect(dueDailyDate({ ...rule, now: next })).not.toBeNull()
    }),
    { numRuns: 200 },
  )
})
