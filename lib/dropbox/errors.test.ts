import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { DropboxResponseError } from './client'
import { classifyDropboxError, entryError } from './errors'

const reply = (status: number, error: unknown, headers: Record<string, string> = {}) => new DropboxResponseError(status, new Headers(headers), error)
const json = (error: unknown) => ({ error_summary: 'never/read/..', error })

describe('an error of Dropbox', () => {
  test.each([
    ['write conflict', 409, json({ '.tag': 'path', reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } }, upload_session_id: 'x' }), 'dropbox_path_conflict'],
    ['no space', 409, json({ '.tag': 'path', reason: { '.tag': 'insufficient_space' } }), 'dropbox_full'],
    ['quota of a move', 409, json({ '.tag': 'insufficient_quota' }), 'dropbox_full'],
    ['bad name', 409, json({ '.tag': 'path', path: { '.tag': 'malformed_path' } }), 'dropbox_name_refused'],
    ['reserved name', 409, json({ '.tag': 'path', reason: { '.tag': 'disallowed_name' } }), 'dropbox_name_refused'],
    ['no permission', 409, json({ '.tag': 'path', path: { '.tag': 'no_write_permission' } }), 'dropbox_blocked'],
    ['absence', 409, json({ '.tag': 'path', path: { '.tag': 'not_found' } }), 'dropbox_not_found'],
    ['a lost upload session', 409, json({ '.tag': 'lookup_failed', lookup_failed: { '.tag': 'not_found' } }), 'dropbox_refused'],
    ['an expired cursor', 409, json({ '.tag': 'reset' }), 'dropbox_cursor_reset'],
    ['contention in the route', 409, json({ '.tag': 'too_many_write_operations' }), 'dropbox_rate_limited'],
    ['contention nested', 409, json({ '.tag': 'path', reason: { '.tag': 'too_many_write_operations' } }), 'dropbox_rate_limited'],
    ['contention as 429', 429, json({ reason: { '.tag': 'too_many_write_operations' }, retry_after: 1 }), 'dropbox_rate_limited'],
    ['429 in plain text', 429, 'too many', 'dropbox_rate_limited'],
    ['a damaged body', 409, json({ '.tag': 'content_hash_mismatch' }), 'dropbox_hash_mismatch'],
    ['a tag that is new', 409, json({ '.tag': 'invented_tomorrow' }), 'dropbox_refused'],
    ['a tag that objects inherit', 409, json({ '.tag': 'constructor' }), 'dropbox_refused'],
    ['bad input', 400, 'Error in call to API function', 'dropbox_refused'],
    ['a revoked token', 401, json({ '.tag': 'invalid_access_token' }), 'dropbox_reconnect'],
    ['a missing scope', 401, json({ '.tag': 'missing_scope', required_scope: 'x' }), 'dropbox_reconnect'],
    ['a suspended user', 401, json({ '.tag': 'user_suspended' }), 'dropbox_blocked'],
    ['a spent upload allowance', 403, json({ '.tag': 'invalid_account_type', invalid_account_type: { '.tag': 'feature' } }), 'dropbox_blocked'],
    ['a wrong path root', 422, json({ '.tag': 'invalid_root' }), 'dropbox_blocked'],
    ['an outage in HTML', 503, '<html>', 'dropbox_unreachable'],
    ['an outage that speaks of a path', 500, json({ '.tag': 'path', path: { '.tag': 'not_found' } }), 'dropbox_unreachable'],
    ['an internal error', 409, json({ '.tag': 'internal_error' }), 'dropbox_unreachable'],
  ])('%s (%i) is sorted by status and tags', (_, status, body, code) => expect(classifyDropboxError(reply(status, body)).code).toBe(code))

  test.each([
    [{ 'retry-after': '15' }, 3, 15],
    [{}, 3, 3],
    [{ 'retry-after': 'soon' }, undefined, undefined],
  ])('with header %j and body %j waits %j seconds', (headers, inBody, expected) => {
    const error = classifyDropboxError(reply(429, json({ reason: { '.tag': 'too_many_requests' }, retry_after: inBody }), headers))
    expect(error.retryAfter).toBe(expected)
  })

  test('keeps what Dropbox wants the person to know, and the request id, for the log', () => {
    const body = { error: { '.tag': 'path', path: { '.tag': 'restricted_content' } }, user_message: { text: 'Taken down', locale: 'en' } }
    const error = classifyDropboxError(reply(409, body, { 'x-dropbox-request-id': 'abc' }))
    expect(error.detail).toBe('409 · path/restricted_content · Taken down · request abc')
  })

  test('that is already ours stays as it is, anything else is unexpected', () => {
    const ours = new AppError('disconnected')
    expect(classifyDropboxError(ours)).toBe(ours)
    expect(classifyDropboxError(new TypeError('x')).code).toBe('unexpected')
  })

  test('inside a successful reply is sorted alike', () => {
    expect(entryError(['path', 'insufficient_space']).code).toBe('dropbox_full')
    expect(entryError([]).code).toBe('dropbox_refused')
  })
})
