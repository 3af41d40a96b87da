import { expect, test } from 'vitest'
import type { FunctionConfig } from './functions'
import { matchEvent, startTime } from './schedule'
import type { RunnerEvent } from './settle'

const aFunction = (more: object = {}): FunctionConfig => ({ id: 'app-export', name: 'export', triggers: [{ event: 'export/asked' }], steps: { step: {} }, ...more })
const anEvent = (data: Record<string, unknown> = {}): RunnerEvent => ({ id: 'e1', name: 'export/asked', data, ts: 0 })

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

test('an event starts the functions that listen for it and whose condition holds', () => {
  const functions = [aFunction(), aFunction({ id: 'other', triggers: [{ event: 'other' }] }), aFunction({ id: 'if', triggers: [{ event: 'export/asked', expression: `event.data.kind == 'daily'` }] })]
  const started = (data: Record<string, unknown>) => matchEvent(anEvent(data), functions, null).map((run) => run.function.id)
  expect(started({ kind: 'daily' })).toEqual(['app-export', 'if'])
  expect(started({})).toEqual(['app-export'])
})

test('a cron tick starts its own function only', () => {
  expect(matchEvent(anEvent(), [aFunction(), aFunction({ id: 'tick' })], 'tick').map((run) => run.function.id)).toEqual(['tick'])
})

test('concurrency keys of one function are apart from those of another', () => {
  const limits = { concurrency: [{ limit: 1, key: 'event.data.id' }, { limit: 5 }] }
  const [one, two] = matchEvent(anEvent({ id: 'c1' }), [aFunction(limits), aFunction({ id: 'two', ...limits })], null)
  expect(one?.keys).toEqual(['app-export:0:c1', 'app-export:1:'])
  expect(two?.keys).toEqual(['two:0:c1', 'two:1:'])
})
