import { createHmac, randomBytes } from 'node:crypto'
import type { Bank } from '../state/bank'
import type { Grant, OAuthClient } from '../state/types'

const HOUR = 3_600_000
const REFRESH_LIFE = 90 * 24 * HOUR

export interface TokenReply {
  access_token: string
  refresh_token?: string
  id_token?: string
  expires_in: number
  scope: string
  token_type: 'bearer'
}

/** Writes down a new access token (1 hour) and, with `offline_access`, a new refresh token (90 days), and returns both. */
export function issueTokens(bank: Bank, client: OAuthClient, grant: Grant, usedRefresh: string | null, expiresIn = 3600): TokenReply {
  const at = bank.clock.now()
  const access = { token: token('at'), grantId: grant.id, expiresAt: at + expiresIn * 1000 }
  const refresh = grant.scopes.includes('offline_access') ? { token: token('rt'), grantId: grant.id, expiresAt: at + REFRESH_LIFE, firstUsedAt: null } : null
  bank.commit({ op: 'tokens', access, refresh, usedRefresh, at })
  return {
    access_token: access.token,
    ...(refresh ? { refresh_token: refresh.token } : {}),
    ...(grant.scopes.includes('openid') ? { id_token: idToken(client, grant, at) } : {}),
    expires_in: expiresIn,
    scope: grant.scopes.join(' '),
    token_type: 'bearer',
  }
}

/** A random value in the look of Qonto's tokens: `ory_at_….…`. */
export function token(kind: 'at' | 'rt' | 'ac'): string {
  return `ory_${kind}_${randomBytes(32).toString('base64url')}.${randomBytes(32).toString('base64url')}`
}

/** A signed statement who consented; signed with the client's secret, because this server has no key pair. */
function idToken(client: OAuthClient, grant: Grant, at: number): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const iat = Math.floor(at / 1000)
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: 'qonto-sandbox', sub: grant.memberId, aud: [client.clientId], iat, exp: iat + 3600 })}`
  return `${body}.${createHmac('sha256', client.clientSecret).update(body).digest('base64url')}`
}
