import { expect, test } from 'vitest'
import { interpretAnswer, readEvents, type Answer } from './protocol'
import { toJson } from './store'

const now = new Date('2026-03-29T00:00:00Z')
const anAnswer = (more: Partial<Answer>): Answer => ({ status: 206, isFromSdk: true, isFinal: false, retryAfter: undefined, body: null, ...more })
const read = (more: Partial<Answer>) => interpretAnswer(anAnswer(more), now)

test('an answer without the mark of the SDK is never a success and spends no attempt', () => {
  expect(read({ status: 200, isFromSdk: false, body: 'fine' })).toMatchObject({ kind: 'retry', isCounted: false, isCrash: true })
})

test('a plain answer ends the run with its value', () => {
  expect(read({ status: 200, body: { done: 3 } })).toMatchObject({ kind: 'progress', output: { value: { done: 3 } } })
})

test('a step that returned nothing is remembered as null', () => {
  expect(read({ body: [{ id: 'a', op: 'StepRun', displayName: 'list' }] })).toMatchObject({ memos: [{ id: 'a', name: 'list', state: 'data', value: null }] })
})

test.each([
  ['2s', '2026-03-29T00:00:02.000Z'],
  ['1h30m', '2026-03-29T01:30:00.000Z'],
  ['2026-04-01T10:00:00.000Z', '2026-04-01T10:00:00.000Z'],
])('a sleep of %s ends at %s', (name, end) => {
  expect(read({ body: [{ id: 'a', op: 'Sleep', name }] })).toMatchObject({ opened: [{ wakeAt: new Date(end) }] })
})

test('a failing step is tried again at the time it names, between one second and one day', () => {
  const delayOf = (retryAfter?: string) => read({ body: [{ id: 'a', op: 'StepError', error: {} }], retryAfter })
  expect(delayOf('30')).toMatchObject({ kind: 'retry', isCounted: true, delay: 30_000 })
  expect(delayOf('0')).toMatchObject({ delay: 1000 })
  expect(delayOf('999999999')).toMatchObject({ delay: 86_400_000 })
  expect(delayOf()).toMatchObject({ delay: null })
})

test('a step that failed for good is remembered as an error, which the function may catch', () => {
  const error = { name: 'NonRetriableError', message: 'no' }
  expect(read({ isFinal: true, body: [{ id: 'a', op: 'StepError', error }] })).toMatchObject({ kind: 'progress', memos: [{ state: 'error', value: error }] })
})

test('a function that threw is tried again, and fails at once when it says so', () => {
  expect(read({ status: 500, body: { message: 'x' } })).toMatchObject({ kind: 'retry', isCounted: true })
  expect(read({ status: 400, isFinal: true, body: { message: 'x' } })).toMatchObject({ kind: 'fail', error: { message: 'x' } })
})

test('a kind of step that only a real server has fails the run with its name', () => {
  expect(read({ body: [{ id: 'a', op: 'WaitForEvent', displayName: 'wait' }] })).toMatchObject({ kind: 'fail', error: { code: 'unsupported_step' } })
})

test('an event without an id gets the same one when the same request comes again', () => {
  const read = (seed: string) => readEvents([{ name: 'a' }, { name: 'a' }], seed)?.map((event) => event.id)
  expect(read('1,abc')).toEqual(read('1,abc'))
  expect(new Set([...(read('1,abc') ?? []), ...(read('2,abc') ?? [])]).size).toBe(4)
})

test.each([null, 'text', [{}], [{ name: '' }], [{ name: 'a', ts: 'soon' }], [{ name: 'a', id: 7 }], [{ name: 'a', data: 'text' }], [{ name: 'a\u0000' }]])(
  '%j is not a list of events', (body) => expect(readEvents(body, undefined)).toBeNull())

test('the NUL character, which the database cannot hold, is left out and nothing else', () => {
  expect(JSON.parse(toJson({ a: 'x\u0000y', b: '\\u0000', c: '\\\u0000' }))).toEqual({ a: 'xy', b: '\\u0000', c: '\\' })
  expect(toJson(undefined)).toBe('null')
  expect(toJson('a\ud800b\ud83d\ude00')).toBe('"ab\ud83d\ude00"')
})
