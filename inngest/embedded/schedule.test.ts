import { expect, test } from 'vitest'
import { startTime } from './schedule'

const real = Date.parse('2026-11-23T12:00:00Z')
const day = 86_400_000

test('an event dated in the future waits for its date', () => {
  expect(startTime(real + 1000, new Date(real), real)).toEqual(new Date(real + 1000))
})

test('an event of now or of the past starts at once', () => {
  expect(startTime(real, new Date(real), real)).toBeNull()
  expect(startTime(real - day, new Date(real), real)).toBeNull()
})

test('the stamp of the SDK, in real time, is never the future of an app clock that was set back', () => {
  expect(startTime(real - 20, new Date(real - day), real)).toBeNull()
  expect(startTime(real - day + 60_000, new Date(real - day), real)).toEqual(new Date(real - day + 60_000))
})

test('an app clock that was set forward has no future before it', () => {
  expect(startTime(real + 60_000, new Date(real + day), real)).toBeNull()
})
