import { createHash, randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { Dropbox, DropboxAuth } from 'dropbox'
import { aDropbox, BUSINESS, fetchTo, PERSONAL } from '../testing/a-dropbox'

const dropbox = await aDropbox()
const redirect = 'http://localhost:3999/api/dropbox/callback'
const app = { client_id: 'demo-app-key', client_secret: 'demo-app-secret' }

interface Tokens { access_token: string; refresh_token?: string; expires_in: number; scope: string; account_id: string }

beforeEach(async () => {
  await dropbox.control('PUT', 'clock', {})
})

function authorizeParams(extra: Record<string, string> = {}): Record<string, string> {
  return { client_id: app.client_id, response_type: 'code', redirect_uri: redirect, state: 'st&te', token_access_type: 'offline', ...extra }
}

/** Answers the consent page and returns where it leads. */
async function answer(params: Record<string, string>, account = PERSONAL, reply = 'continue'): Promise<URL> {
  const form = new URLSearchParams({ account, answer: reply })
  for (const [name, value] of Object.entries(params)) form.set(`request.${name}`, value)
  const sent = await fetch(`${dropbox.server.url}/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(sent.headers.get('location') ?? `${dropbox.server.url}/no-redirect/${sent.status}`)
}

const codeFor = async (extra: Record<string, string> = {}, account = PERSONAL): Promise<string> => (await answer(authorizeParams(extra), account)).searchParams.get('code') ?? ''

function token(params: Record<string, string>, how: { path?: string; basic?: boolean; query?: boolean } = {}): Promise<Response> {
  const body = new URLSearchParams(params)
  const headers: Record<string, string> = how.basic ? { authorization: `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}` } : {}
  const url = `${dropbox.server.url}${how.path ?? '/oauth2/token'}${how.query ? `?${body}` : ''}`
  return fetch(url, { method: 'POST', headers, body: how.query ? undefined : body })
}

const exchange = (code: string, extra: Record<string, string> = {}): Record<string, string> => ({ grant_type: 'authorization_code', code, redirect_uri: redirect, ...extra })

async function oauthError(reply: Response): Promise<string> {
  expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'application/json'])
  return (await reply.json() as { error: string }).error
}

test('the page lists the accounts by e-mail and offers Continue and Cancel', async () => {
  for (const path of ['/oauth2/authorize', '/1/oauth2/authorize']) {
    const reply = await fetch(`${dropbox.server.url}${path}?${new URLSearchParams(authorizeParams())}`)
    const page = await reply.text()
    expect(reply.status).toBe(200)
    for (const text of [PERSONAL, BUSINESS, 'Continue', 'Cancel', 'Receipts Demo']) expect(page).toContain(text)
    expect(reply.headers.get('x-frame-options')).toBe('DENY')
  }
})

test.each([
  ['an unknown app', { client_id: 'nobody' }], ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example.com/' }],
  ['a port that is none', { redirect_uri: 'http://localhost:3999@evil.example.com/api/dropbox/callback' }],
  ['a scope the app has not enabled', { scope: 'team_info.read' }], ['a state of more than 500 bytes', { state: 'x'.repeat(501) }],
])('%s gets an error page, never a redirect', async (_what, extra) => {
  const reply = await fetch(`${dropbox.server.url}/oauth2/authorize?${new URLSearchParams(authorizeParams(extra))}`, { redirect: 'manual' })
  expect(reply.status).toBe(400)
  expect((await answer(authorizeParams(extra))).pathname).toContain('/no-redirect/')
})

test.each(['limit', 'frozen'])('an app whose linking is %s shows a page instead of asking', async (linking) => {
  await dropbox.control('POST', 'apps', { app_key: 'frozen-app', redirect_uris: [redirect], linking })
  const reply = await fetch(`${dropbox.server.url}/oauth2/authorize?${new URLSearchParams(authorizeParams({ client_id: 'frozen-app' }))}`, { redirect: 'manual' })
  expect([reply.status, (await reply.text()).includes('production status')]).toEqual([400, true])
})

test('earlier granted scopes are added when asked for', async () => {
  await token(exchange(await codeFor({ scope: 'files.metadata.read' }), app))
  const tokens = await (await token(exchange(await codeFor({ scope: 'account_info.read', include_granted_scopes: 'user' }), app))).json() as Tokens
  expect(tokens.scope.split(' ')).toContain('files.metadata.read')
})

test('Cancel returns access_denied and the state as it was', async () => {
  const back = await answer(authorizeParams(), PERSONAL, 'cancel')
  expect(back.origin + back.pathname).toBe(redirect)
  expect([back.searchParams.get('error'), back.searchParams.get('state'), back.searchParams.get('code')]).toEqual(['access_denied', 'st&te', null])
})

test('a code works once, by form, query or Basic, on both token paths', async () => {
  const ways = [
    token(exchange(await codeFor(), app)), token(exchange(await codeFor(), app), { query: true }),
    token(exchange(await codeFor()), { basic: true, path: '/1/oauth2/token' }),
  ]
  for (const reply of await Promise.all(ways)) {
    const tokens = await reply.json() as Tokens
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 14_400 })
    expect(tokens.access_token).toMatch(/^sl\./)
    expect(tokens.account_id).toMatch(/^dbid:.{35}$/)
    expect((await dropbox.call(tokens.access_token, 'check/user', { query: 'x' })).status).toBe(200)
  }
  const code = await codeFor()
  expect((await token(exchange(code, app))).status).toBe(200)
  expect(await oauthError(await token(exchange(code, app)))).toBe('invalid_grant')
})

test('the chosen account is the linked one', async () => {
  const tokens = await (await token(exchange(await codeFor({}, BUSINESS), app))).json() as Tokens
  const account = await (await fetch(`${dropbox.server.url}/2/users/get_current_account`, { method: 'POST', headers: { authorization: `Bearer ${tokens.access_token}` } })).json() as { email: string; account_id: string }
  expect(account).toMatchObject({ email: BUSINESS, account_id: tokens.account_id })
})

test('PKCE replaces the secret, and its verifier must fit', async () => {
  const verifier = randomBytes(48).toString('base64url')
  const challenge = { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }
  const publicClient = { client_id: app.client_id }
  expect(await oauthError(await token(exchange(await codeFor(challenge), { ...publicClient, code_verifier: 'x'.repeat(43) })))).toBe('invalid_grant')
  expect(await oauthError(await token(exchange(await codeFor(challenge), publicClient)))).toBe('invalid_grant')
  const tokens = await (await token(exchange(await codeFor(challenge), { ...publicClient, code_verifier: verifier }))).json() as Tokens
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...publicClient })
  expect(refreshed.status).toBe(200)
})

test('wrong secret, wrong redirect, stale code and odd grant types are told apart', async () => {
  expect(await oauthError(await token(exchange(await codeFor(), { ...app, client_secret: 'wrong' })))).toBe('invalid_client')
  expect(await oauthError(await token(exchange(await codeFor(), { ...app, redirect_uri: `${redirect}/` })))).toBe('invalid_grant')
  expect(await oauthError(await token(exchange(await codeFor(), { client_id: app.client_id })))).toBe('invalid_request')
  expect(await oauthError(await token({ grant_type: 'password', ...app }))).toBe('unsupported_grant_type')
  expect(await oauthError(await token({ grant_type: 'refresh_token', refresh_token: '', ...app }))).toBe('invalid_grant')
  const code = await codeFor()
  await dropbox.control('PUT', 'clock', { now: Date.now() + 11 * 60_000 })
  expect(await oauthError(await token(exchange(code, app)))).toBe('invalid_grant')
})

test('without offline access there is no refresh token', async () => {
  const tokens = await (await token(exchange(await codeFor({ token_access_type: 'online' }), app))).json() as Tokens
  expect(tokens.refresh_token).toBeUndefined()
})

test('an access token expires after four hours; a refresh gives a new one but neither refresh token nor account', async () => {
  const tokens = await (await token(exchange(await codeFor(), app))).json() as Tokens
  await dropbox.control('PUT', 'clock', { now: Date.now() + 14_401_000 })
  const late = await dropbox.call(tokens.access_token, 'check/user', {})
  expect([late.status, (await late.json() as { error: { '.tag': string } }).error['.tag']]).toEqual([401, 'expired_access_token'])
  const refreshed = await (await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...app })).json() as Tokens
  expect(Object.keys(refreshed).sort()).toEqual(['access_token', 'expires_in', 'token_type'])
  expect((await dropbox.call(refreshed.access_token, 'check/user', {})).status).toBe(200)
})

test('a refresh may narrow the scopes, not widen them', async () => {
  const tokens = await (await token(exchange(await codeFor({ scope: 'account_info.read files.metadata.read' }), app))).json() as Tokens
  expect(tokens.scope).toBe('account_info.read files.metadata.read')
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...app }
  const narrow = await (await token({ ...refresh, scope: 'account_info.read' })).json() as Tokens
  expect((await dropbox.call(narrow.access_token, 'files/list_folder', { path: '' })).status).toBe(401)
  expect(await oauthError(await token({ ...refresh, scope: 'files.content.write' }))).toBe('invalid_scope')
})

test('revoking kills the whole family of tokens, and no other link of the same user', async () => {
  const one = await (await token(exchange(await codeFor(), app))).json() as Tokens
  const other = await (await token(exchange(await codeFor(), app))).json() as Tokens
  const sibling = await (await token({ grant_type: 'refresh_token', refresh_token: one.refresh_token ?? '', ...app })).json() as Tokens
  const revoked = await fetch(`${dropbox.server.url}/2/auth/token/revoke`, { method: 'POST', headers: { authorization: `Bearer ${one.access_token}` } })
  expect([revoked.status, await revoked.text()]).toEqual([200, 'null'])
  for (const dead of [one, sibling]) expect((await dropbox.call(dead.access_token, 'check/user', {})).status).toBe(401)
  expect(await oauthError(await token({ grant_type: 'refresh_token', refresh_token: one.refresh_token ?? '', ...app }))).toBe('invalid_grant')
  expect((await dropbox.call(other.access_token, 'check/user', {})).status).toBe(200)
})

test('when the user disconnects the app, the next call is 401 and the next refresh invalid_grant', async () => {
  const tokens = await (await token(exchange(await codeFor(), app))).json() as Tokens
  await dropbox.control('POST', 'user', { account: PERSONAL, op: 'revoke_app' })
  const reply = await dropbox.call(tokens.access_token, 'check/user', {})
  expect(await reply.json()).toMatchObject({ error: { '.tag': 'invalid_access_token' } })
  expect(await oauthError(await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...app }))).toBe('invalid_grant')
})

test('the SDK signs in with its own PKCE helpers and refreshes by itself', async () => {
  const auth = new DropboxAuth({ clientId: app.client_id, fetch: fetchTo(() => dropbox.server.url) })
  const link = new URL(String(await auth.getAuthenticationUrl(encodeURIComponent(redirect), 's', 'code', 'offline', undefined, undefined, true)))
  const back = await answer(Object.fromEntries(link.searchParams))
  const { result } = await auth.getAccessTokenFromCode(encodeURIComponent(redirect), back.searchParams.get('code') ?? '')
  auth.setRefreshToken((result as Tokens).refresh_token ?? '')
  await new Dropbox({ auth }).usersGetCurrentAccount()
  expect(auth.getAccessToken()).toMatch(/^sl\./)
})
