import { expect, test } from 'vitest'
import { assertSupported, keyOf, latestTick, matchEvent, nextTick, passes, startTime, UnsupportedFunctionError, type FunctionConfig } from './functions'
import type { RunnerEvent } from './store'

const aFunction = (more: object = {}): FunctionConfig => ({ id: 'app-export', name: 'export', triggers: [{ event: 'export/asked' }], steps: { step: {} }, ...more })

test.each([
  ['throttle', { throttle: { limit: 1, period: '1s' } }],
  ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
  ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }],
  ['priority', { priority: { run: '100' } }],
  ['timeouts', { timeouts: { finish: '1h' } }],
  ['cancel', { cancel: [{ event: 'export/stop' }] }],
  ['jitter', { triggers: [{ cron: '* * * * *', jitter: '30s' }] }],
  ['wildcard', { triggers: [{ event: 'export/*' }] }],
  ['"99 * * * *"', { triggers: [{ cron: '99 * * * *' }] }],
  ['size(event.data)', { concurrency: { limit: 1, key: 'size(event.data)' } }],
  ['"soon"', { debounce: { period: 'soon' } }],
  ['more than two', { concurrency: [{ limit: 1 }, { limit: 2 }, { limit: 3 }] }],
  ['debounce together', { debounce: { period: '1s' }, singleton: { mode: 'skip' } }],
  ['idempotency', { idempotency: 'event.data.id' }],
  ['singleton mode cancel', { singleton: { mode: 'cancel' } }],
  ['the debounce option timeout', { debounce: { period: '1s', timeout: '1m' } }],
  ['the concurrency option scope', { concurrency: { limit: 1, scope: 'env' } }],
  [`"event.data.a == 'x' && true"`, { triggers: [{ event: 'a', expression: `event.data.a == 'x' && true` }] }],
])('a function that asks for %s is refused by name', (feature, more) => {
  const check = () => assertSupported(aFunction(more))
  expect(check).toThrow(UnsupportedFunctionError)
  expect(check).toThrow('app-export')
  expect(check).toThrow(feature)
})

test('everything that the product uses is accepted', () => {
  const check = () => assertSupported(aFunction({
    triggers: [{ cron: 'TZ=Europe/Paris 30 23 * * *' }, { event: 'a', expression: `event.data.function_id == 'x'` }],
    concurrency: [{ limit: 20 }, { limit: 1, key: 'event.data.connectionId' }], singleton: { mode: 'skip', key: `event.data.connectionId + ':' + event.data.lane` },
    throttle: null,
  }))
  expect(check).not.toThrow()
})

const event: RunnerEvent = { id: 'e1', name: 'receipts/export', ts: 0, data: { connectionId: 'c1', nested: { id: 'x', count: 3 } } }

test.each([
  ['event.data.connectionId', 'c1'],
  ['event.data.nested.count', '3'],
  [`event.data.connectionId + ':' + event.data.nested.id`, 'c1:x'],
  [undefined, ''],
])('the key %s is %j', (text, value) => expect(keyOf(text, event)).toBe(value))

test.each(['event.data.missing', 'event.data.missing.deeper', `'a' + event.data.nested.count`, 'event.toString'])(
  '%s has no value, as CEL reports an error: the key is empty', (text) => expect(keyOf(text, event)).toBe(''))

test('a condition holds when the property is that text, and not when it is missing', () => {
  expect(passes(`event.data.connectionId == 'c1'`, event)).toBe(true)
  expect(passes(`event.data.connectionId == 'c2'`, event)).toBe(false)
  expect(passes(`event.data.missing == 'c1'`, event)).toBe(false)
  expect(passes(undefined, event)).toBe(true)
})

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
