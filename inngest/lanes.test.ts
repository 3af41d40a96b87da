import { expect, test } from 'vitest'
import { exportLimits, laneOf, startSpreadMs } from './lanes'

test('the embedded runner executes four planned exports at once and keeps two places for people', () => {
  expect(exportLimits({ EMBEDDED_RUNNER_PORT: '4000' })).toEqual([{ limit: 6 }, { limit: 4, key: 'event.data.lane' }])
})

test('an Inngest server has its own limits unless the operator sets ours', () => {
  expect(exportLimits({})).toBeUndefined()
  expect(exportLimits({ EXPORTS_AT_ONCE: '1' })).toEqual([{ limit: 2 }, { limit: 1, key: 'event.data.lane' }])
})

test('what a person asked for has a lane of its own', () => {
  expect((['setup', 'manual', 'daily', 'reconcile', 'retry', 'webhook'] as const).map(laneOf)).toEqual(['asked', 'asked', 'planned', 'planned', 'planned', 'planned'])
})

test('planned runs start as fast as one machine executes them, and 100,000 of them on a server within about half an hour', () => {
  expect(startSpreadMs({ EMBEDDED_RUNNER_PORT: '4000' })).toBe(200)
  expect((startSpreadMs({}) * 100_000) / 60_000).toBeLessThan(35)
})
