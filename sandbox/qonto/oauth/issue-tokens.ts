import { randomBytes } from 'node:crypto'
import type { Grant, OAuthClient } from '../state/types'
import type { Exchange } from '../wire/exchange'

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
export function issueTokens({ bank, origin }: Pick<Exchange, 'bank' | 'origin'>, client: OAuthClient, grant: Grant, usedRefresh: string | null, expiresIn = 3600): TokenReply {
  const at = bank.clock.now()
  const access = { token: token('at'), grantId: grant.id, expiresAt: at + expiresIn * 1000 }
  const refresh = grant.scopes.includes('offline_access') ? { token: token('rt'), grantId: grant.id, expiresAt: at + REFRESH_LIFE, firstUsedAt: null } : null
  bank.commit({ op: 'tokens', access, refresh, usedRefresh, at })
  return {
    access_token: access.token,
    ...(refresh ? { refresh_token: refresh.token } : {}),
    ...(grant.scopes.includes('openid') ? { id_token: bank.signingKey.sign(claims(origin, client, grant, at)) } : {}),
    expires_in: expiresIn,
    scope: grant.scopes.join(' '),
    token_type: 'bearer',
  }
}

/** A random value in the look of Qonto's tokens: `ory_at_….…`. */
export function token(kind: 'at' | 'rt' | 'ac'): string {
  return `ory_${kind}_${randomBytes(32).toString('base64url')}.${randomBytes(32).toString('base64url')}`
}

/** What an ID token states: who consented, for whom, until when. */
function claims(origin: string, client: OAuthClient, grant: Grant, at: number): Record<string, unknown> {
  const iat = Math.floor(at / 1000)
  return { iss: origin, sub: grant.memberId, aud: [client.clientId], iat, exp: iat + 3600 }
}
