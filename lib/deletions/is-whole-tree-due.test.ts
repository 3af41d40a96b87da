import { expect, test } from 'vitest'
import { isWholeTreeDue } from './is-whole-tree-due'

const HOUR = 3_600_000
const start = Date.UTC(2026, 10, 23)

test('hourly passes compare the whole tree once in seven days, each connection at its own hour', () => {
  const dueHours = ['one', 'two', 'three'].map((id) =>
    Array.from({ length: 14 * 24 }, (_, hour) => hour).filter((hour) => isWholeTreeDue(id, new Date(start + hour * HOUR), new Date(start + (hour + 1) * HOUR))),
  )
  for (const hours of dueHours) expect(hours).toEqual([hours[0], (hours[0] ?? 0) + 7 * 24])
  expect(new Set(dueHours.map(([hour]) => hour)).size).toBe(3)
})

test('a first pass, and a clock that steps back, ask for nothing extra', () => {
  expect(isWholeTreeDue('one', null, new Date(start))).toBe(false)
  expect(isWholeTreeDue('one', new Date(start), new Date(start - 30 * 24 * HOUR))).toBe(false)
})
