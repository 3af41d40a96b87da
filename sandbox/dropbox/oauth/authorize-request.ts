import type { App } from '../state/types'
import type { World } from '../world'

/** A request for consent that may be shown to the user. */
export interface AuthorizeRequest {
  app: App
  scopes: string[]
  redirectUri: string | null
  responseType: 'code' | 'token'
  state: string | null
  offline: boolean
  challenge: string | null
  challengeMethod: 'S256' | 'plain'
  /** Scopes of earlier links of the same user are added. */
  addsGranted: boolean
}

// Only a registered pattern with `:*` (the demo app's) matches any loopback port; all else is compared byte for byte.
function isRegistered(app: App, uri: string): boolean {
  return app.redirectUris.some((known) => {
    if (!known.includes(':*')) return known === uri
    const [before = '', after = ''] = known.split(':*')
    return uri.startsWith(`${before}:`) && uri.endsWith(after) && /^\d{1,5}$/.test(uri.slice(before.length + 1, uri.length - after.length))
  })
}

function problem(world: World, params: URLSearchParams): string | null {
  const app = world.state.apps.get(params.get('client_id') ?? '')
  if (!app) return 'The app key (client_id) is not known here.'
  if (!['code', 'token'].includes(params.get('response_type') ?? '')) return 'response_type must be "code" or "token".'
  if (app.linking === 'limit') return `${app.name} has reached its number of users. Its developer must apply for production status.`
  if (app.linking === 'frozen') return `${app.name} cannot take new users while its production status is reviewed.`
  const redirect = params.get('redirect_uri')
  if (redirect !== null && !isRegistered(app, redirect)) return `The redirect URI is not registered for this app: ${redirect}`
  if (redirect === null && params.get('response_type') === 'token') return 'response_type "token" needs a redirect URI.'
  if (Buffer.byteLength(params.get('state') ?? '') > 500) return 'The state is longer than 500 bytes.'
  const unknown = scopesOf(app, params).filter((scope) => !app.scopes.includes(scope))
  if (unknown.length > 0) return `The app has not enabled these scopes: ${unknown.join(', ')}`
  const access = params.get('token_access_type')
  if (access !== null && !['offline', 'online', 'legacy'].includes(access)) return 'token_access_type must be "offline" or "online".'
  const method = params.get('code_challenge_method')
  if (method !== null && !['S256', 'plain'].includes(method)) return 'code_challenge_method must be "S256" or "plain".'
  return null
}

function scopesOf(app: App, params: URLSearchParams): string[] {
  const given = params.get('scope')?.split(/\s+/).filter(Boolean) ?? []
  return given.length > 0 ? given : app.scopes
}

/** Checks an authorize request; a problem is a sentence for the error page, which never redirects. */
export function parseAuthorizeRequest(world: World, params: URLSearchParams): { request: AuthorizeRequest } | { problem: string } {
  const wrong = problem(world, params)
  if (wrong !== null) return { problem: wrong }
  const app = world.state.apps.get(params.get('client_id') ?? '') as App
  return {
    request: {
      app, scopes: scopesOf(app, params), redirectUri: params.get('redirect_uri'), responseType: params.get('response_type') as 'code' | 'token',
      state: params.get('state'), offline: params.get('token_access_type') === 'offline', challenge: params.get('code_challenge'),
      challengeMethod: params.get('code_challenge_method') === 'S256' ? 'S256' : 'plain', addsGranted: params.get('include_granted_scopes') === 'user',
    },
  }
}
