import { expect, test } from 'vitest'
import { assertSupported, matchEvent, UnsupportedFunctionError, type FunctionConfig, type RunnerEvent } from './match'

const aFunction = (more: object = {}): FunctionConfig => ({ id: 'app-export', name: 'export', triggers: [{ event: 'export/asked' }], steps: { step: {} }, ...more })
const anEvent = (data: Record<string, unknown> = {}): RunnerEvent => ({ id: 'e1', name: 'export/asked', data, ts: 0 })

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
])('a function that asks for %s is refused by name', (feature, more) => {
  const check = () => assertSupported(aFunction(more))
  expect(check).toThrow(UnsupportedFunctionError)
  expect(check).toThrow('app-export')
  expect(check).toThrow(feature)
})

test('everything that the product uses is accepted', () => {
  const check = () => assertSupported(aFunction({
    triggers: [{ cron: 'TZ=Europe/Paris 30 23 * * *' }, { event: 'a', expression: `event.data.function_id == 'x'` }],
    concurrency: [{ limit: 20 }, { limit: 1, key: 'event.data.connectionId', scope: 'env' }], singleton: { mode: 'skip', key: 'event.data.connectionId' },
    idempotency: 'event.data.connectionId + event.data.date', throttle: null,
  }))
  expect(check).not.toThrow()
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

test('concurrency keys of one function are apart from those of another, unless they share the environment', () => {
  const limits = { concurrency: [{ limit: 1, key: 'event.data.id' }, { limit: 5, key: `'dropbox'`, scope: 'env' }] }
  const [one, two] = matchEvent(anEvent({ id: 'c1' }), [aFunction(limits), aFunction({ id: 'two', ...limits })], null)
  expect(one?.keys).toEqual(['app-export:0:c1', `env:'dropbox':dropbox`])
  expect(two?.keys[0]).not.toEqual(one?.keys[0])
  expect(two?.keys[1]).toEqual(one?.keys[1])
})

test('without its property a singleton has the empty key, and an idempotent function no key', () => {
  const [run] = matchEvent(anEvent(), [aFunction({ singleton: { mode: 'skip', key: 'event.data.id' }, idempotency: 'event.data.id' })], null)
  expect(run).toMatchObject({ singletonKey: '', idempotencyKey: null, debounceKey: null })
})
