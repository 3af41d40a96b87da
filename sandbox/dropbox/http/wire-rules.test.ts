import { expect, test } from 'vitest'
import { aDropbox, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
const { access_token: token } = await dropbox.token(PERSONAL)
const bearer = { authorization: `Bearer ${token}` }
const json = { 'content-type': 'application/json' }

function post(path: string, headers: Record<string, string>, body?: BodyInit): Promise<Response> {
  return fetch(`${dropbox.server.url}${path}`, { method: 'POST', headers, body })
}

async function refusal(reply: Response): Promise<{ status: number; type: string | null; text: string }> {
  return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() }
}

test('routes without argument accept an empty body and the text null', async () => {
  expect((await post('/2/users/get_current_account', bearer)).status).toBe(200)
  const reply = await post('/2/users/get_current_account', { ...bearer, ...json }, 'null')
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(reply.headers.get('x-dropbox-request-id')).toMatch(/^[0-9a-f]{32}$/)
})

test.each([
  ['files/list_folder', '{"path":"","colour":1}', "unknown field 'colour'"],
  ['files/list_folder', '{"path":', 'could not decode input as JSON'],
  ['files/list_folder', '{}', "missing required field 'path'"],
  ['files/list_folder', '{"path":"/"}', 'Specify the root folder as an empty string'],
  ['files/list_folder', '{"path":"no-slash"}', 'did not match pattern'],
  ['files/list_folder', '{"path":"","limit":2001}', 'limit'],
  ['files/list_folder/continue', '{"cursor":"made up"}', 'cursor'],
  ['files/list_folder/continue', '{"cursor":"x","limit":5}', "unknown field 'limit'"],
  ['files/get_metadata', '{"path":"/"}', 'The root folder is unsupported'],
  ['files/create_folder_v2', '{"path":"/a","autorename":"yes"}', 'expected boolean'],
  ['files/upload_session/start_batch', '{"num_sessions":1001}', 'num_sessions'],
  ['files/list_revisions', '{"path":"/a","mode":"colour"}', "unknown tag 'colour'"],
])('%s refuses %s with a plain-text 400 that names the route', async (route, body, text) => {
  const { status, type, text: sent } = await refusal(await post(`/2/${route}`, { ...bearer, ...json }, body))
  expect({ status, type }).toEqual({ status: 400, type: 'text/plain; charset=utf-8' })
  expect(sent).toContain(`Error in call to API function "${route}"`)
  expect(sent).toContain(text)
})

test('a missing Authorization header is a 400 text, a made-up token a 401 in JSON', async () => {
  expect(await refusal(await post('/2/check/user', json, '{}'))).toMatchObject({ status: 400, type: 'text/plain; charset=utf-8' })
  const reply = await post('/2/check/user', { ...json, authorization: 'Bearer nonsense' }, '{}')
  expect(reply.status).toBe(401)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(await reply.json()).toMatchObject({ error: { '.tag': 'invalid_access_token' } })
})

test('a token without the scope learns which one is missing', async () => {
  const { access_token } = await dropbox.token(PERSONAL, { scopes: ['account_info.read'] })
  const reply = await dropbox.call(access_token, 'files/list_folder', { path: '' })
  expect(reply.status).toBe(401)
  expect(await reply.json()).toMatchObject({ error: { '.tag': 'missing_scope', required_scope: 'files.metadata.read' } })
})

test('unknown routes are 404, a wrong method or body type is 400', async () => {
  expect((await post('/2/files/no_such_route', { ...bearer, ...json }, '{}')).status).toBe(404)
  expect((await fetch(`${dropbox.server.url}/2/files/list_folder`, { headers: bearer })).status).toBe(400)
  expect(await refusal(await post('/2/files/list_folder', { ...bearer, 'content-type': 'text/html' }, '{"path":""}'))).toMatchObject({ status: 400 })
  const upload = { ...bearer, 'dropbox-api-arg': '{"path":"/x"}', 'content-type': 'application/json' }
  expect(await refusal(await post('/2/files/upload', upload, 'x'))).toMatchObject({ status: 400 })
})

test('arguments in headers may be escaped or raw UTF-8, and come back escaped', async () => {
  const name = '/Reçu – 😀.txt'
  const escaped = JSON.stringify({ path: name }).replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const raw = Buffer.from(JSON.stringify({ path: name })).toString('latin1')
  for (const arg of [escaped, raw]) {
    const reply = await post('/2/files/upload', { ...bearer, 'dropbox-api-arg': arg, 'content-type': 'application/octet-stream' }, 'same')
    expect(await reply.json()).toMatchObject({ path_display: name })
    const download = await post('/2/files/download', { ...bearer, 'dropbox-api-arg': arg })
    const result = download.headers.get('dropbox-api-result') ?? ''
    expect(result).toMatch(/^[\x20-\x7e]*$/)
    expect(JSON.parse(result)).toMatchObject({ path_display: name })
  }
})

test('the URL may carry argument and authorization instead of the headers', async () => {
  const query = new URLSearchParams({ arg: '{"path":"/by-url.txt"}', authorization: `Bearer ${token}`, reject_cors_preflight: 'true' })
  const reply = await post(`/2/files/upload?${query}`, { 'content-type': 'text/plain; charset=dropbox-cors-hack' }, 'x')
  expect(reply.status).toBe(200)
  const got = await fetch(`${dropbox.server.url}/2/files/download?${query}`)
  expect([await got.text(), got.headers.get('content-type')]).toEqual(['x', 'application/octet-stream'])
})

test('500 entries in one header pass, until the switch sets a realistic cap', async () => {
  const { session_ids } = await (await dropbox.call(token, 'files/upload_session/start_batch', { num_sessions: 500 })).json() as { session_ids: string[] }
  const arg = JSON.stringify({ entries: session_ids.map((session_id) => ({ cursor: { session_id, offset: 0 }, length: 1, close: true })) })
  expect(arg.length).toBeGreaterThan(50_000)
  const head = { ...bearer, 'dropbox-api-arg': arg, 'content-type': 'application/octet-stream' }
  await dropbox.control('PUT', 'switches', { header_cap: 16_384 })
  expect((await post('/2/files/upload_session/append_batch', head, 'x'.repeat(500))).status).toBe(431)
  await dropbox.control('DELETE', 'switches')
  expect((await post('/2/files/upload_session/append_batch', head, 'x'.repeat(500))).status).toBe(200)
})

test('downloads honour Range, cut it at the end, and know If-None-Match', async () => {
  await post('/2/files/upload', { ...bearer, 'dropbox-api-arg': '{"path":"/range.txt"}', 'content-type': 'application/octet-stream' }, '0123456789')
  const get = (headers: Record<string, string>): Promise<Response> => post('/2/files/download', { ...bearer, 'dropbox-api-arg': '{"path":"/range.txt"}', ...headers })
  const part = await get({ range: 'bytes=2-4' })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
  const past = await get({ range: 'bytes=8-100' })
  expect([past.status, past.headers.get('content-range'), await past.text()]).toEqual([206, 'bytes 8-9/10', '89'])
  expect(await (await get({ range: 'bytes=-3' })).text()).toBe('789')
  expect((await get({ range: 'bytes=10-' })).status).toBe(416)
  expect((await get({ 'if-none-match': part.headers.get('etag') ?? '' })).status).toBe(304)
})

test('a page of another origin cannot steer the control API', async () => {
  expect((await post('/_sandbox/reset', { origin: 'https://example.com' }, '{}')).status).toBe(403)
  expect(await dropbox.tree(PERSONAL)).not.toEqual([])
})
