import type { Bank } from '../state/bank'
import type { OAuthClient } from '../state/types'
import type { Code } from './codes'

/** A checked request of an app to act for a member. */
export interface AuthorizeRequest {
  client: OAuthClient
  redirectUri: string
  scopes: string[]
  state: string
  organizationId: string | null
  challenge: Code['challenge']
}

/** What is wrong with a request: `page` problems are shown to the person, `app` problems go back to the app. */
export type AuthorizeProblem = { show: 'page'; error: string; description: string } | { show: 'app'; redirectUri: string; state: string; error: string; description: string }

/** Checks the query of `GET /oauth2/auth`. An unknown client or redirect never leads anywhere but to a page. */
export function readAuthorizeRequest(bank: Bank, query: URLSearchParams): AuthorizeRequest | AuthorizeProblem {
  const client = bank.books.clients.get(query.get('client_id') ?? '')
  if (!client) return { show: 'page', error: 'invalid_client', description: 'The requested OAuth 2.0 Client does not exist.' }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris.some((allowed) => fits(redirectUri, allowed))) {
    return { show: 'page', error: 'invalid_request', description: 'The redirect_uri does not match any of the registered ones.' }
  }
  const state = query.get('state') ?? ''
  const refuse = (error: string, description: string): AuthorizeProblem => ({ show: 'app', redirectUri, state, error, description })
  if (state.length < 8) return refuse('invalid_state', 'The state is missing or too short.')
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type', 'Only response_type=code is supported.')
  const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean)
  const unknown = scopes.find((scope) => !client.scopes.includes(scope))
  if (unknown !== undefined) return refuse('invalid_scope', `The client may not ask for scope ${unknown}.`)
  const challenge = readChallenge(query)
  if (challenge === 'bad' || (challenge === null && bank.switches.require_pkce)) return refuse('invalid_request', 'A code_challenge with method S256 is needed.')
  return { client, redirectUri, scopes, state, organizationId: query.get('organization_id'), challenge }
}

function readChallenge(query: URLSearchParams): Code['challenge'] | 'bad' {
  const value = query.get('code_challenge')
  if (value === null) return null
  const method = query.get('code_challenge_method') ?? 'plain'
  return method === 'S256' || method === 'plain' ? { value, method } : 'bad'
}

/** Exact, or for entries like `http://localhost:*` any port and path on that host. */
function fits(uri: string, allowed: string): boolean {
  if (uri === allowed) return true
  const open = /^(https?):\/\/([^/:*]+):\*$/.exec(allowed)
  if (!open || !URL.canParse(uri)) return false
  const { protocol, hostname, username } = new URL(uri)
  return protocol === `${open[1]}:` && hostname === open[2] && username === ''
}
