import { expect, test } from 'vitest'
import { readEvents } from './server'
import { toJson } from './settle'

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
})
