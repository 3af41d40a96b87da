import type { Dropbox } from 'dropbox'
import { beforeEach, expect, test } from 'vitest'
import { aDropbox, BUSINESS, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
let sdk: Dropbox

beforeEach(async () => {
  await dropbox.control('POST', 'reset')
  sdk = await dropbox.sdk(PERSONAL)
})

const plan = (...faults: object[]): Promise<unknown> => dropbox.control('PUT', 'faults', faults)
const upload = (path: string): Promise<unknown> => sdk.filesUpload({ path, contents: 'x' })
const paths = async (): Promise<string[]> => (await dropbox.tree(PERSONAL)).map((row) => row.path)

interface Failure { status: number; headers: Headers; error: { error?: { '.tag': string } } & Record<string, unknown> }
const failure = async (call: Promise<unknown>): Promise<Failure> => call.then(() => { throw new Error('the call succeeded') }, (reason: Failure) => reason)

test('rate limits come as JSON or as text, with Retry-After, and before any effect', async () => {
  await plan({ kind: 'too_many_requests', times: 1 }, { kind: 'too_many_requests_text', times: 1, retry_after: 300 })
  const first = await failure(upload('/a'))
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '15'])
  expect(first.error).toMatchObject({ error: { reason: { '.tag': 'too_many_requests' }, retry_after: 15 } })
  const second = await failure(upload('/a'))
  expect([second.status, second.headers.get('retry-after'), second.error]).toEqual([429, '300', 'too_many_requests'])
  expect(await paths()).toEqual([])
  await upload('/a')
})

test('lock contention arrives in four shapes', async () => {
  await plan({ kind: 'too_many_write_operations', times: 1 }, { kind: 'too_many_write_operations_409', times: 1 }, { kind: 'too_many_write_operations_nested', times: 1 })
  expect((await failure(upload('/a'))).error).toMatchObject({ error: { reason: { '.tag': 'too_many_write_operations' } } })
  expect((await failure(sdk.filesDeleteV2({ path: '/a' }))).error).toMatchObject({ error: { '.tag': 'too_many_write_operations' } })
  expect((await failure(upload('/a'))).error).toMatchObject({ error: { '.tag': 'path', reason: { '.tag': 'too_many_write_operations' } } })
  const { session_ids } = (await sdk.filesUploadSessionStartBatch({ num_sessions: 4 })).result
  await sdk.filesUploadSessionAppendBatch({ entries: session_ids.map((session_id) => ({ cursor: { session_id, offset: 0 }, length: 0, close: true })), contents: '' })
  await plan({ kind: 'entry_too_many_write_operations', every: 2, times: 1 }, { kind: 'entry_internal_error', every: 4, times: 1 })
  const { entries } = (await sdk.filesUploadSessionFinishBatchV2({ entries: session_ids.map((session_id, index) => ({ cursor: { session_id, offset: 0 }, commit: { path: `/${index}` } })) })).result
  expect(entries).toMatchObject([{ '.tag': 'success' }, { failure: { '.tag': 'too_many_write_operations' } }, { '.tag': 'success' }, { failure: { '.tag': 'internal_error' } }])
})

test('a dropped connection before the effect leaves nothing, after it everything', async () => {
  await plan({ kind: 'drop_before', route: 'files/upload', times: 1 })
  await expect(upload('/a')).rejects.toThrow('fetch failed')
  expect(await paths()).toEqual([])
  await plan({ kind: 'drop_after', route: 'files/upload', times: 1 })
  await expect(upload('/a')).rejects.toThrow('fetch failed')
  expect(await paths()).toEqual(['/a'])
  await plan({ kind: 'truncated_reply', route: 'files/upload', times: 1 })
  await expect(upload('/b')).rejects.toThrow()
  expect(await paths()).toEqual(['/a', '/b'])
})

test('replies and downloads can be slow in the middle, and downloads can be cut short', async () => {
  await upload('/a')
  await plan({ kind: 'slow_reply', ms: 60 })
  const from = performance.now()
  await sdk.filesGetMetadata({ path: '/a' })
  await sdk.filesDownload({ path: '/a' })
  expect(performance.now() - from).toBeGreaterThanOrEqual(115)
  await sdk.filesUpload({ path: '/long', contents: 'long enough to be cut' })
  await plan({ kind: 'truncated_reply', route: 'files/download', times: 1 }, { kind: 'drop_after', route: 'files/download', times: 1 })
  const { access_token } = await dropbox.token(PERSONAL)
  const download = async (): Promise<string> => (await fetch(`${dropbox.server.url}/2/files/download`, { method: 'POST', headers: { authorization: `Bearer ${access_token}`, 'dropbox-api-arg': '{"path":"/long"}' } })).text()
  await expect(download()).rejects.toThrow()
  await expect(download()).rejects.toThrow()
  expect(await download()).toBe('long enough to be cut')
})

test('server errors come as HTML, before or after the effect', async () => {
  await plan({ kind: 'server_error', times: 1 }, { kind: 'server_error_after', times: 1, status: 500 })
  const first = await failure(upload('/a'))
  expect([first.status, first.headers.get('content-type'), await paths()]).toEqual([503, 'text/html; charset=utf-8', []])
  expect([(await failure(upload('/a'))).status, await paths()]).toEqual([500, ['/a']])
})

test('rules match by route, prefix and account, and count every n-th call', async () => {
  await plan({ kind: 'server_error', route: 'files/upload*', account: BUSINESS, every: 2 })
  await upload('/a')
  sdk = await dropbox.sdk(BUSINESS)
  await sdk.filesListFolder({ path: '' })
  await upload('/1')
  expect((await failure(upload('/2'))).status).toBe(503)
  await upload('/3')
  expect(await dropbox.control('GET', 'faults')).toMatchObject([{ seen: 3, fired: 1 }])
})

test('tokens expire or are revoked, refreshes fail, scopes are missing, users are suspended', async () => {
  for (const [kind, tag] of [['expired_token', 'expired_access_token'], ['revoked_token', 'invalid_access_token'], ['missing_scope', 'missing_scope'], ['user_suspended', 'user_suspended']]) {
    await plan({ kind, times: 1 })
    const { status, error } = await failure(sdk.usersGetCurrentAccount())
    expect([status, error.error?.['.tag']]).toEqual([401, tag])
  }
  const { refresh_token } = await dropbox.token(PERSONAL)
  await plan({ kind: 'invalid_grant', route: 'oauth2/token', times: 1 })
  const refresh = (): Promise<Response> => fetch(`${dropbox.server.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id: 'demo-app-key', client_secret: 'demo-app-secret' }) })
  expect(await (await refresh()).json()).toMatchObject({ error: 'invalid_grant' })
  expect((await refresh()).status).toBe(200)
})

test('no space, not found yet, and cursors that reset', async () => {
  await plan({ kind: 'insufficient_space', times: 1 })
  expect((await failure(upload('/a'))).error).toMatchObject({ error: { '.tag': 'path', reason: { '.tag': 'insufficient_space' } } })
  await upload('/a')
  await plan({ kind: 'not_found', route: 'files/get_metadata', times: 1 })
  expect((await failure(sdk.filesGetMetadata({ path: '/a' }))).error).toMatchObject({ error: { '.tag': 'path', path: { '.tag': 'not_found' } } })
  expect((await sdk.filesGetMetadata({ path: '/a' })).status).toBe(200)
  const { cursor } = (await sdk.filesListFolder({ path: '' })).result
  await plan({ kind: 'cursor_reset', route: 'files/list_folder/continue', times: 1 })
  expect((await failure(sdk.filesListFolderContinue({ cursor }))).error).toMatchObject({ error: { '.tag': 'reset' } })
})

test('two writers at once: the second is refused when the switch says so', async () => {
  await dropbox.control('PUT', 'switches', { write_lock: 'refuse' })
  await dropbox.control('PUT', 'latency', { per_entry_ms: 1000 })
  const results = await Promise.allSettled([upload('/a'), upload('/b')])
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = results.find((result) => result.status === 'rejected')?.reason as Failure
  expect(refused.error).toMatchObject({ error: { reason: { '.tag': 'too_many_write_operations' } } })
})

test('the call log counts calls, errors and bytes by route', async () => {
  await dropbox.control('DELETE', 'calls')
  await upload('/a')
  await failure(sdk.filesGetMetadata({ path: '/none' }))
  expect(await dropbox.control('GET', 'calls')).toMatchObject({ total: 2, routes: { 'files/upload': { count: 1, errors: 0 }, 'files/get_metadata': { count: 1, errors: 1 } } })
})

test('commits to one namespace take their time one after the other, calls and bytes cost what is set', async () => {
  await dropbox.control('PUT', 'latency', { per_entry_ms: 60 })
  const from = performance.now()
  await Promise.all([upload('/a'), upload('/b'), upload('/c')])
  expect(performance.now() - from).toBeGreaterThanOrEqual(175)
  await dropbox.control('PUT', 'latency', { bandwidth_mbit: 8 })
  const line = performance.now()
  await Promise.all([sdk.filesUpload({ path: '/d', contents: Buffer.alloc(100_000) }), sdk.filesUpload({ path: '/e', contents: Buffer.alloc(100_000, 1) })])
  expect(performance.now() - line).toBeGreaterThanOrEqual(190)
})
