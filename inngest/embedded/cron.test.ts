import { expect, test } from 'vitest'
import { latestTick, nextTick } from './cron'

const at = (text: string) => new Date(text)
const NIGHTLY = 'TZ=Europe/Madrid 30 23 * * *'

test.each([
  ['into summer time', '2026-03-28T23:00:00Z', '2026-03-29T21:30:00Z'],
  ['out of summer time', '2026-10-24T22:00:00Z', '2026-10-25T22:30:00Z'],
])('23:30 comes once on the day the clocks go %s', (_, after, tick) => {
  const next = nextTick(NIGHTLY, at(after))
  expect(next).toEqual(at(tick))
  expect(nextTick(NIGHTLY, at(tick))?.getTime()).toBeGreaterThan(at(tick).getTime() + 23 * 3_600_000)
})

test('both spellings of the zone are read, and without one the pattern is in UTC', () => {
  expect(nextTick('CRON_TZ=Asia/Kolkata 0 12 * * *', at('2026-01-01T00:00:00Z'))).toEqual(at('2026-01-01T06:30:00Z'))
  expect(nextTick('0 12 * * *', at('2026-01-01T00:00:00Z'))).toEqual(at('2026-01-01T12:00:00Z'))
})

test('the latest tick is the one at this moment or the last before it', () => {
  expect(latestTick(NIGHTLY, at('2026-06-01T21:30:00Z'))).toEqual(at('2026-06-01T21:30:00Z'))
  expect(latestTick(NIGHTLY, at('2026-06-03T21:29:59Z'))).toEqual(at('2026-06-02T21:30:00Z'))
})
