import { createHash, timingSafeEqual } from 'node:crypto'
import { WireError } from '../http/wire-error'
import type { Account, App, AuthorizationCode, Grant } from '../state/types'
import type { World } from '../world'
import { createLink, issueToken } from './create-link'

/** 400 in the form that OAuth prescribes. */
function refuse(error: string, description: string): WireError {
  return new WireError(400, 'application/json', JSON.stringify({ error, error_description: description }))
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

interface Client {
  app: App
  /** Whether the app proved itself by its secret. */
  proven: boolean
}

function clientOf(world: World, params: URLSearchParams, authorization: string | undefined): Client {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  const [user, password] = basic ? (Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent)) : []
  const key = user ?? params.get('client_id')
  const secret = password || params.get('client_secret')
  if (!key) throw refuse('invalid_request', 'No auth function available for given request')
  const app = world.state.apps.get(key)
  if (!app) throw refuse('invalid_client', 'Invalid client_id or client_secret')
  if (secret && !isEqual(secret, app.secret)) throw refuse('invalid_client', 'Invalid client_id or client_secret')
  return { app, proven: Boolean(secret) }
}

function checkVerifier(code: AuthorizationCode, verifier: string | null, proven: boolean): void {
  if (code.challenge === null) {
    if (!proven) throw refuse('invalid_request', 'Missing client credentials')
    return
  }
  if (!verifier) throw refuse('invalid_grant', 'code verifier is missing')
  const digest = code.challengeMethod === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  if (verifier.length < 43 || verifier.length > 128 || !isEqual(digest, code.challenge)) throw refuse('invalid_grant', 'invalid code verifier')
}

function exchange(world: World, client: Client, params: URLSearchParams): object {
  const code = world.state.codes.get(params.get('code') ?? '')
  if (!code || code.appKey !== client.app.key) throw refuse('invalid_grant', "code doesn't exist or has expired")
  checkVerifier(code, params.get('code_verifier'), client.proven)
  if ((params.get('redirect_uri') ?? null) !== code.redirectUri) throw refuse('invalid_grant', 'redirect_uri mismatch')
  world.store.commit({ t: 'code-used', code: code.code })
  if (code.expiresAt < world.clock.now()) throw refuse('invalid_grant', "code doesn't exist or has expired")
  const account = world.state.accounts.get(code.account) as Account
  const grant = createLink(world, account, client.app, code.scopes, code.offline, code.challenge !== null)
  const { token, seconds } = issueToken(world, grant)
  return {
    access_token: token, token_type: 'bearer', expires_in: seconds, ...(grant.refreshToken === null ? {} : { refresh_token: grant.refreshToken }),
    scope: grant.scopes.join(' '), uid: String(Number.parseInt(account.home, 10)), account_id: account.id,
  }
}

function refresh(world: World, client: Client, params: URLSearchParams): object {
  const text = params.get('refresh_token') ?? ''
  if (text === '') throw refuse('invalid_grant', 'refresh token is malformed')
  const grant = world.state.grants.get(world.state.refreshTokens.get(text) ?? '') as Grant | undefined
  if (!grant || grant.appKey !== client.app.key) throw refuse('invalid_grant', 'refresh token is invalid or revoked')
  if (!client.proven && !grant.pkce) throw refuse('invalid_request', 'Missing client credentials')
  const wanted = params.get('scope')?.split(' ').filter(Boolean)
  if (wanted?.some((scope) => !grant.scopes.includes(scope))) throw refuse('invalid_scope', 'requested scope is not a subset of the granted ones')
  const { token, seconds } = issueToken(world, grant, wanted ?? grant.scopes)
  return { access_token: token, token_type: 'bearer', expires_in: seconds, ...(wanted ? { scope: wanted.join(' ') } : {}) }
}

/** `POST /oauth2/token`: `params` holds form and query together. Throws the OAuth errors as 400. */
export function tokenEndpoint(world: World, params: URLSearchParams, authorization: string | undefined): object {
  const client = clientOf(world, params, authorization)
  const type = params.get('grant_type')
  if (type === 'authorization_code') return exchange(world, client, params)
  if (type === 'refresh_token') return refresh(world, client, params)
  throw refuse(type ? 'unsupported_grant_type' : 'invalid_request', 'grant_type must be authorization_code or refresh_token')
}
