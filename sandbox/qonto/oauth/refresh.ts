import type { OAuthClient } from '../state/types'
import { json, type Exchange, type Reply } from '../wire/exchange'
import { issueTokens } from './issue-tokens'
import { oauthError } from './oauth-error'

const GRACE_MS = 60_000

/** Rotates a refresh token. The used one goes on working for 60 seconds after its first use, then it is dead. */
export function refresh(exchange: Exchange, form: URLSearchParams, client: OAuthClient): Reply {
  const { bank } = exchange
  const now = bank.clock.now()
  const invalid = (why: string) => oauthError(bank.switches.invalid_grant_status, 'invalid_grant', why)
  const given = bank.books.refreshTokens.get(form.get('refresh_token') ?? '')
  const grant = given && bank.books.grants.get(given.grantId)
  if (!given || !grant || grant.clientId !== client.clientId) return invalid('The refresh token is not known')
  if (grant.endedAt !== null) return invalid('The consent has been revoked')
  if (given.expiresAt <= now) return invalid('The refresh token has expired')
  if (given.firstUsedAt !== null && now > given.firstUsedAt + GRACE_MS) {
    if (bank.switches.refresh_reuse_ends_grant) bank.commit({ op: 'grant-ended', id: grant.id, at: now })
    return invalid('The refresh token has already been used')
  }
  return json(issueTokens(exchange, client, grant, given.token))
}
