import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { classifyQontoFailure, classifyQontoReply, isRefusedParameter, retryAfterSeconds } from './errors'

const reply = (status: number, body: unknown, headers = {}) => ({ status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) })

test.each([
  [401, 'qonto_credentials_refused', 'stop_all'],
  [403, 'qonto_forbidden', 'skip_item'],
  [404, 'qonto_not_found', 'skip_item'],
  [422, 'qonto_refused', 'skip_item'],
  [429, 'qonto_rate_limited', 'retry'],
  [500, 'qonto_unreachable', 'retry'],
  [503, 'qonto_unreachable', 'retry'],
  [302, 'qonto_reply_unreadable', 'retry'],
])('status %i means %s in both error shapes and behind a page of HTML', (status, code, next) => {
  const bodies = [{ errors: [{ code: 'x', detail: 'y' }], trace_id: 't' }, { message: 'Forbidden', trace_id: 't' }, '<html>Bad gateway</html>', '']
  for (const body of bodies) expect(classifyQontoReply(reply(status, body))).toMatchObject({ code, next })
})

test('the log gets status, codes and trace id, and no text of the reply', () => {
  const error = classifyQontoReply(reply(422, { errors: [{ code: 'not_in_list', detail: 'secret words' }] }, { 'x-tyk-trace-id': 'trace-1' }))
  expect(error.detail).toBe('status 422, not_in_list, trace-1')
})

test('a refused parameter is known by its name, not by words', () => {
  const refusal = classifyQontoReply(reply(422, { errors: [{ code: 'not_in_list', detail: 'x', source: { parameter: 'status[]' } }] }))
  expect(isRefusedParameter(refusal, 'status')).toBe(true)
  expect(isRefusedParameter(refusal, 'page')).toBe(false)
  expect(isRefusedParameter(classifyQontoReply(reply(422, 'status')), 'status')).toBe(false)
})

test('Retry-After is read as seconds or as a date', () => {
  const present = Date.parse('2026-11-23T10:00:00Z')
  expect(retryAfterSeconds('7', present)).toBe(7)
  expect(retryAfterSeconds('Mon, 23 Nov 2026 10:00:30 GMT', present)).toBe(30)
  expect(retryAfterSeconds('Mon, 23 Nov 2026 09:00:00 GMT', present)).toBe(0)
  expect(retryAfterSeconds('soon', present)).toBeUndefined()
  expect(retryAfterSeconds(undefined)).toBeUndefined()
})

test('network trouble is tried again; an abort by the caller is left alone', () => {
  expect(classifyQontoFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toMatchObject({ code: 'qonto_unreachable', detail: 'ECONNREFUSED' })
  const known = new AppError('receipt_url_refused')
  expect(classifyQontoFailure(known)).toBe(known)
  const abort = new DOMException('stop', 'AbortError')
  expect(classifyQontoFailure(abort, AbortSignal.abort())).toBe(abort)
})
