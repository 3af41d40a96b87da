import { timingSafeEqual } from 'node:crypto'
import type { Caller, Exchange } from '../wire/exchange'
import type { Route, Scope } from '../wire/route'
import { apiError, type WireError } from '../wire/wire-error'

/** Finds the caller from `login:secret` or `Bearer …` and checks the scope; throws 401 or 403 as Qonto does. */
export function authenticate(exchange: Exchange, route: Extract<Route, { zone: 'api' }>): Caller {
  const header = exchange.request.headers.authorization ?? ''
  const bearer = /^Bearer (.+)$/i.exec(header)
  const caller = bearer ? byToken(exchange, bearer[1] as string) : byApiKey(exchange, header)
  if (!caller) throw refused(exchange)
  if (route.oauthOnly && !caller.grant) throw apiError(403, 'forbidden', 'this endpoint is not open to API keys')
  if (caller.grant && !hasScope(exchange, caller.grant.scopes, route.scope)) throw apiError(403, 'forbidden', 'missing required OAuth scope')
  return caller
}

function byApiKey({ bank }: Exchange, header: string): Caller | null {
  const colon = header.indexOf(':')
  if (colon <= 0) return null
  const company = bank.books.companiesByLogin.get(header.slice(0, colon))
  if (!company || !equal(company.apiKey.secret, header.slice(colon + 1))) return null
  return { company, member: null, grant: null }
}

function byToken({ bank }: Exchange, token: string): Caller | null {
  const access = bank.books.accessTokens.get(token)
  const grant = access && bank.books.grants.get(access.grantId)
  if (!access || !grant || grant.endedAt !== null || access.expiresAt <= bank.clock.now()) return null
  const company = bank.books.companies.get(grant.companyId)
  const member = bank.books.members.get(grant.memberId)?.member
  return company && member ? { company, member, grant } : null
}

function hasScope({ bank }: Exchange, granted: string[], scope: Scope): boolean {
  if (scope !== 'attachment') return granted.includes(scope)
  const wanted = bank.switches.attachment_scope
  if (wanted !== 'either') return granted.includes(wanted)
  return granted.includes('attachment.read') || granted.includes('organization.read')
}

function refused({ conditions, request }: Exchange): WireError {
  conditions.rates.denied(request.socket.remoteAddress ?? '')
  return apiError(401, 'unauthorized', 'invalid or missing credentials')
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
