import { newId } from '../state/new-id'
import type { Account } from '../state/types'
import type { World } from '../world'
import type { AuthorizeRequest } from './authorize-request'
import { createLink, issueToken } from './create-link'

function withParams(uri: string, params: Record<string, string | null>, fragment: boolean): string {
  const url = new URL(uri)
  const values = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) if (value !== null) values.set(key, value)
  if (fragment) url.hash = values.toString()
  else for (const [key, value] of values) url.searchParams.set(key, value)
  return url.toString()
}

/** Where a refusal leads, or null when there is no redirect URI. */
export function refuseConsent(request: AuthorizeRequest): string | null {
  if (request.redirectUri === null) return null
  const params = { error: 'access_denied', error_description: 'The user chose not to give your app access to their Dropbox account.', state: request.state }
  return withParams(request.redirectUri, params, request.responseType === 'token')
}

function scopesFor(world: World, request: AuthorizeRequest, account: Account): string[] {
  if (!request.addsGranted) return request.scopes
  const earlier = [...world.state.grants.values()].filter((grant) => grant.account === account.id && grant.appKey === request.app.key)
  return [...new Set([...request.scopes, ...earlier.flatMap((grant) => grant.scopes)])]
}

/** Grants what was asked for; the result is a redirect, or a code to copy when there is no redirect URI. */
export function giveConsent(world: World, request: AuthorizeRequest, account: Account): { redirect: string } | { code: string } {
  const scopes = scopesFor(world, request, account)
  if (request.responseType === 'token' && request.redirectUri !== null) {
    const grant = createLink(world, account, request.app, scopes, false, false)
    const { token, seconds } = issueToken(world, grant)
    const params = { access_token: token, token_type: 'bearer', expires_in: String(seconds), scope: grant.scopes.join(' '), account_id: account.id, state: request.state }
    return { redirect: withParams(request.redirectUri, params, true) }
  }
  const code = newId(43)
  world.store.commit({
    t: 'code',
    code: {
      code, account: account.id, appKey: request.app.key, scopes, redirectUri: request.redirectUri, offline: request.offline,
      challenge: request.challenge, challengeMethod: request.challengeMethod, expiresAt: world.clock.now() + world.switches.code_minutes * 60_000,
    },
  })
  return request.redirectUri === null ? { code } : { redirect: withParams(request.redirectUri, { code, state: request.state }, false) }
}
