import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultClient } from '../companies/default-client'
import { answerOf, openBank } from '../testing/open-bank'
import { errorsSchema, membershipSchema, oauthErrorSchema, tokensSchema } from '../testing/wire-schemas'

let bank: Awaited<ReturnType<typeof openBank>>
const callback = 'http://localhost:9999/callback'

beforeAll(async () => {
  bank = await openBank()
})
afterAll(() => bank.close())
beforeEach(async () => {
  await bank.control('POST', 'reset')
})

function authorizeUrl(extra: Record<string, string> = {}): string {
  const query = new URLSearchParams({ client_id: defaultClient.clientId, redirect_uri: callback, response_type: 'code', scope: 'offline_access openid organization.read membership.read', state: 'state-0123456789', ...extra })
  return `${bank.url}/oauth2/auth?${query}`
}

/** Walks a person through sign-in and consent, and returns where the browser is sent at the end. */
async function consent({ email = 'owner@acme.example', decision = 'allow', extra = {} }: { email?: string; decision?: string; extra?: Record<string, string> } = {}): Promise<URL> {
  const begun = await fetch(authorizeUrl(extra), { redirect: 'manual' })
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const challenge = new URL(begun.headers.get('location') as string, bank.url).searchParams.get('login_challenge') as string
  const member = (await bank.companies()).flatMap(({ members }) => members).find((candidate) => candidate.email === email)
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${bank.url}${path}`, { method: 'POST', headers: { cookie }, body: new URLSearchParams({ challenge, ...fields }), redirect: 'manual' })
  expect(await (await post('/oauth2/signin', { member: member?.id ?? '' })).text()).toContain('Allow')
  return new URL((await post('/oauth2/consent', { decision })).headers.get('location') as string)
}

async function token(fields: Record<string, string>, headers: Record<string, string> = {}) {
  const client: Record<string, string> = headers.authorization ? {} : { client_id: defaultClient.clientId, client_secret: defaultClient.clientSecret }
  return answerOf(await fetch(`${bank.url}/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams({ ...client, ...fields }) }))
}

async function redeem(target: URL, extra: Record<string, string> = {}) {
  return token({ grant_type: 'authorization_code', code: target.searchParams.get('code') ?? '', redirect_uri: callback, ...extra })
}

const refusalOf = (answer: { body: unknown }) => oauthErrorSchema.parse(answer.body).error
const refreshWith = (refresh: string | undefined) => token({ grant_type: 'refresh_token', refresh_token: refresh ?? '' })

test('a member consents and the app acts for exactly that member and organization', async () => {
  const target = await consent({ email: 'accountant@birch.example' })
  expect(target.searchParams.get('state')).toBe('state-0123456789')
  const answer = await redeem(target)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const tokens = tokensSchema.parse(answer.body)
  expect(tokens).toMatchObject({ expires_in: 3600, scope: 'offline_access openid organization.read membership.read' })
  const me = await bank.get('/v2/membership', `Bearer ${tokens.access_token}`)
  expect(membershipSchema.parse(me.body).membership).toMatchObject({ email: 'accountant@birch.example', role: 'accountant' })
  const { body } = await bank.get('/v2/organization', `Bearer ${tokens.access_token}`)
  expect(body).toMatchObject({ organization: { name: 'Birch Books' } })
})

test('refresh and ID tokens come only with their scopes', async () => {
  const tokens = tokensSchema.parse((await redeem(await consent({ extra: { scope: 'organization.read' } }))).body)
  expect(tokens.refresh_token).toBeUndefined()
  expect(tokens.id_token).toBeUndefined()
})

test('an ID token is signed with the key that the bank publishes, and says who consented for whom', async () => {
  const { id_token: token = '' } = tokensSchema.parse((await redeem(await consent())).body)
  const { jwks_uri, issuer } = (await bank.get('/.well-known/openid-configuration')).body as { jwks_uri: string; issuer: string }
  const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: (JsonWebKey & { kid: string })[] }
  const [header = '', payload = '', signature = ''] = token.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  expect(read(header)).toMatchObject({ alg: 'RS256', kid: keys[0]?.kid })
  expect(read(payload)).toMatchObject({ iss: issuer, aud: [defaultClient.clientId] })
  const key = createPublicKey({ key: keys[0] as never, format: 'jwk' })
  expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(keys[0]).not.toHaveProperty('d')
})

test('refusing sends access_denied and the state back', async () => {
  const target = await consent({ decision: 'deny' })
  expect(Object.fromEntries(target.searchParams)).toMatchObject({ error: 'access_denied', state: 'state-0123456789' })
})

test('the consent page belongs to the browser that began', async () => {
  const begun = await fetch(authorizeUrl(), { redirect: 'manual' })
  const page = await fetch(new URL(begun.headers.get('location') as string, bank.url))
  expect(page.status).toBe(400)
  expect(await page.text()).toContain('No CSRF value available in the session cookie')
})

test('an unknown client, a foreign redirect or a bad request never leads to the app with a code', async () => {
  expect((await fetch(authorizeUrl({ client_id: 'nobody' }), { redirect: 'manual' })).status).toBe(400)
  expect((await fetch(authorizeUrl({ redirect_uri: 'https://evil.example/cb' }), { redirect: 'manual' })).status).toBe(400)
  expect((await fetch(authorizeUrl({ redirect_uri: 'http://localhost@evil.example/cb' }), { redirect: 'manual' })).status).toBe(400)
  const errorOf = async (extra: Record<string, string>) => new URL((await fetch(authorizeUrl(extra), { redirect: 'manual' })).headers.get('location') as string).searchParams.get('error')
  expect(await errorOf({ response_type: 'token' })).toBe('unsupported_response_type')
  expect(await errorOf({ scope: 'payment.write' })).toBe('invalid_scope')
  expect(await errorOf({ state: 'short' })).toBe('invalid_state')
})

test('a code works once, for ten minutes, for its redirect; using it again ends the consent', async () => {
  const late = await consent()
  await bank.control('PUT', 'clock', { now: Date.now() + 601_000 })
  expect(refusalOf(await redeem(late))).toBe('invalid_grant')
  await bank.control('PUT', 'clock', {})
  const target = await consent()
  expect(refusalOf(await redeem(target, { redirect_uri: 'http://localhost:1/other' }))).toBe('invalid_grant')
  const tokens = tokensSchema.parse((await redeem(target)).body)
  expect(refusalOf(await redeem(target))).toBe('invalid_grant')
  expect((await bank.get('/v2/membership', `Bearer ${tokens.access_token}`)).status).toBe(401)
})

test('a code that was asked for with PKCE needs its verifier', async () => {
  const verifier = randomBytes(32).toString('base64url')
  const extra = { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }
  expect(refusalOf(await redeem(await consent({ extra })))).toBe('invalid_grant')
  expect(refusalOf(await redeem(await consent({ extra }), { code_verifier: 'wrong' }))).toBe('invalid_grant')
  tokensSchema.parse((await redeem(await consent({ extra }), { code_verifier: verifier })).body)
})

test('an access token lasts one hour, a refresh token ninety days', async () => {
  const tokens = tokensSchema.parse((await redeem(await consent())).body)
  const asks = () => bank.get('/v2/membership', `Bearer ${tokens.access_token}`)
  await bank.control('PUT', 'clock', { now: Date.now() + 3_590_000 })
  expect((await asks()).status).toBe(200)
  await bank.control('PUT', 'clock', { now: Date.now() + 3_601_000 })
  expect((await asks()).status).toBe(401)
  await bank.control('PUT', 'clock', { now: Date.now() + 89 * 86_400_000 })
  const next = tokensSchema.parse((await refreshWith(tokens.refresh_token)).body)
  await bank.control('PUT', 'clock', { now: Date.now() + 180 * 86_400_000 })
  expect(refusalOf(await refreshWith(next.refresh_token))).toBe('invalid_grant')
})

test('a used refresh token goes on for 60 seconds and then is dead, the new one lives', async () => {
  const first = tokensSchema.parse((await redeem(await consent())).body)
  const second = tokensSchema.parse((await refreshWith(first.refresh_token)).body)
  expect(second.refresh_token).not.toBe(first.refresh_token)
  await bank.control('PUT', 'clock', { now: Date.now() + 55_000 })
  tokensSchema.parse((await refreshWith(first.refresh_token)).body)
  await bank.control('PUT', 'clock', { now: Date.now() + 65_000 })
  const late = await refreshWith(first.refresh_token)
  expect([late.status, refusalOf(late)]).toEqual([400, 'invalid_grant'])
  tokensSchema.parse((await refreshWith(second.refresh_token)).body)
  await bank.control('PUT', 'switches', { refresh_reuse_ends_grant: true, invalid_grant_status: 401 })
  expect((await refreshWith(first.refresh_token)).status).toBe(401)
  expect((await bank.get('/v2/membership', `Bearer ${second.access_token}`)).status).toBe(401)
})

test('a client signs in with form fields or HTTP Basic, and not with a wrong secret', async () => {
  const basic = `Basic ${Buffer.from(`${defaultClient.clientId}:${defaultClient.clientSecret}`).toString('base64')}`
  const tokens = tokensSchema.parse((await redeem(await consent())).body)
  tokensSchema.parse((await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }, { authorization: basic })).body)
  const wrong = await token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', client_secret: 'wrong' })
  expect([wrong.status, refusalOf(wrong)]).toEqual([401, 'invalid_client'])
  expect(refusalOf(await token({ grant_type: 'password' }))).toBe('unsupported_grant_type')
})

test('revoking by the app or by a person ends every token of the consent', async () => {
  const mine = tokensSchema.parse((await redeem(await consent())).body)
  const form = { client_id: defaultClient.clientId, client_secret: defaultClient.clientSecret, token: mine.refresh_token ?? '' }
  expect((await fetch(`${bank.url}/oauth2/revoke`, { method: 'POST', body: new URLSearchParams(form) })).status).toBe(200)
  expect((await bank.get('/v2/membership', `Bearer ${mine.access_token}`)).status).toBe(401)
  expect(refusalOf(await refreshWith(mine.refresh_token))).toBe('invalid_grant')
  const other = tokensSchema.parse((await redeem(await consent())).body)
  expect((await bank.control('POST', 'revoke', { company: 'Acme Studio' })).body).toEqual({ revoked: 1 })
  expect((await bank.get('/v2/membership', `Bearer ${other.access_token}`)).status).toBe(401)
})

test('a call outside the granted scopes is refused with 403', async () => {
  const { body } = await bank.control('POST', 'tokens', { company: 'Acme Studio', member: 'owner', scopes: ['membership.read'] })
  const { access_token } = body as { access_token: string }
  const refused = await bank.get('/v2/organization', `Bearer ${access_token}`)
  expect(refused.status).toBe(403)
  expect(errorsSchema.parse(refused.body).errors[0]?.detail).toBe('missing required OAuth scope')
  expect((await bank.get('/v2/membership', `Bearer ${access_token}`)).status).toBe(200)
})
