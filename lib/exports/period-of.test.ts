import { expect, test } from 'vitest'
import { aroundPeriod, periodOf } from './period-of'

test.each([
  ['2026-12', 'month', '2026-11-30', '2027-01-02'],
  ['2026-Q1', 'quarter', '2025-12-31', '2026-04-02'],
  ['2026', 'year', '2025-12-31', '2027-01-02'],
] as const)('every moment of %s lies between its bounds, in the easternmost zone and in the westernmost', (period, kind, from, to) => {
  const bounds = aroundPeriod(period)
  expect(bounds).toEqual({ from: new Date(from), to: new Date(to) })
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    expect(periodOf(bounds.from, zone, kind)).not.toBe(period)
    expect(periodOf(bounds.to, zone, kind)).not.toBe(period)
  }
})
