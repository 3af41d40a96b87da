import type { Call } from '../http/call'
import { headerText } from '../http/header-text'
import { authError, badInput, WireError } from '../http/wire-error'
import type { Account, App } from '../state/types'
import { viewFor } from './view-for'

function bearer(call: Call): string {
  const header = call.req.headers.authorization ?? call.url.searchParams.get('authorization')
  if (!header) {
    throw badInput(call.route.name, 'Must provide HTTP header "Authorization" or URL parameter "authorization".')
  }
  const token = /^Bearer (\S+)$/i.exec(header)?.[1]
  if (!token) throw badInput(call.route.name, 'Invalid authorization value in HTTP header "Authorization": expected "Bearer <access token>".')
  return token
}

function pathRoot(call: Call): unknown {
  const header = call.req.headers['dropbox-api-path-root']
  if (header === undefined) return null
  try {
    return JSON.parse(headerText(String(header)))
  } catch {
    throw badInput(call.route.name, 'Invalid JSON in HTTP header "Dropbox-API-Path-Root".')
  }
}

function authenticateUser(call: Call): void {
  const { state, clock } = call.world
  const token = state.tokens.get(bearer(call))
  const grant = token && state.grants.get(token.grant)
  const account = grant && state.accounts.get(grant.account)
  const app = grant && state.apps.get(grant.appKey)
  if (!token || !account || !app) throw authError('invalid_access_token')
  if (token.expiresAt <= clock.now()) throw authError('expired_access_token')
  if (account.suspended) throw authError('user_suspended')
  if (call.req.headers['dropbox-api-select-user'] !== undefined) throw authError('invalid_select_user')
  if (call.req.headers['dropbox-api-select-admin'] !== undefined) throw authError('invalid_select_admin')
  const { scope } = call.route
  if (scope !== null && !token.scopes.includes(scope)) throw authError('missing_scope', { required_scope: scope })
  call.caller = { account, app, grant, view: viewFor(call.world, account, grant, pathRoot(call)) }
}

function authenticateApp(call: Call): App {
  const basic = /^Basic (.+)$/i.exec(call.req.headers.authorization ?? '')?.[1]
  if (!basic) throw badInput(call.route.name, 'This API function operates on an app, but the request carries no app authentication.')
  const [key = '', secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  const app = call.world.state.apps.get(key)
  if (!app || app.secret !== secret) throw new WireError(401, 'application/json', JSON.stringify({ error_summary: 'invalid_access_token/', error: { '.tag': 'invalid_access_token' } }))
  return app
}

/** Establishes who calls, as the route demands. Throws 400, 401 or 422. */
export function authenticate(call: Call): void {
  const { auth } = call.route
  if (auth === 'none') return
  const isBasic = /^Basic /i.test(call.req.headers.authorization ?? '')
  if (auth === 'app' || (auth === 'app or user' && isBasic)) authenticateApp(call)
  else authenticateUser(call)
}

/** Names under which fault rules may mean this caller. */
export function accountNames(account: Account | undefined): string[] {
  return account ? [account.id, account.email] : []
}
