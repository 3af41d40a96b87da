import { createHash } from 'node:crypto'
import type { OAuthClient } from '../state/types'
import { json, type Exchange, type Handler, type Reply } from '../wire/exchange'
import { readForm } from '../wire/read-body'
import { clientOfForm } from './client-of-form'
import type { Code, Codes } from './codes'
import { issueTokens } from './issue-tokens'
import { oauthError } from './oauth-error'
import { refresh } from './refresh'

/** `POST /oauth2/token`: a code for tokens, or a refresh token for new ones. */
export function tokenEndpoint(codes: Codes): Handler {
  return async (exchange) => {
    const form = await readForm(exchange.request)
    const client = clientOfForm(exchange, form)
    if (!client) return oauthError(401, 'invalid_client', 'Client authentication failed')
    const reply = tokensFor(exchange, form, client, codes)
    return { ...reply, headers: { ...reply.headers, 'cache-control': 'no-store' } }
  }
}

function tokensFor(exchange: Exchange, form: URLSearchParams, client: OAuthClient, codes: Codes): Reply {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeem(exchange, form, client, codes)
    case 'refresh_token':
      return refresh(exchange, form, client)
    default:
      return oauthError(400, 'unsupported_grant_type', 'The authorization grant type is not supported')
  }
}

function redeem(exchange: Exchange, form: URLSearchParams, client: OAuthClient, codes: Codes): Reply {
  const { bank } = exchange
  const invalid = (why: string) => oauthError(bank.switches.invalid_grant_status, 'invalid_grant', why)
  const code = codes.get(form.get('code') ?? '')
  if (!code || code.clientId !== client.clientId) return invalid('The authorization code is not known')
  if (code.expiresAt <= bank.clock.now()) return invalid('The authorization code has expired')
  if (code.redirectUri !== form.get('redirect_uri')) return invalid('The redirect_uri differs from the one of the authorization request')
  if (!provesPossession(code, form.get('code_verifier'))) return invalid('The code_verifier does not match the code_challenge')
  const grant = bank.books.grants.get(code.grantId)
  if (code.used || !grant || grant.endedAt !== null) {
    if (grant && grant.endedAt === null) bank.commit({ op: 'grant-ended', id: grant.id, at: bank.clock.now() })
    return invalid('The authorization code has already been used')
  }
  code.used = true
  return json(issueTokens(exchange, client, grant, null))
}

function provesPossession({ challenge }: Code, verifier: string | null): boolean {
  if (!challenge) return true
  if (verifier === null) return false
  const value = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  return value === challenge.value
}
