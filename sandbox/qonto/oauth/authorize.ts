import { randomBytes, randomUUID } from 'node:crypto'
import { consentPage } from '../pages/consent-page'
import { oauthErrorPage } from '../pages/oauth-error-page'
import { choosePage } from '../pages/choose-page'
import type { Company, Member } from '../state/types'
import { html, redirect, type Exchange, type Handler, type Reply } from '../wire/exchange'
import { readForm } from '../wire/read-body'
import { readAuthorizeRequest, type AuthorizeRequest } from './authorize-request'
import type { Codes } from './codes'
import { token } from './issue-tokens'

const COOKIE = 'oauth2_authentication_csrf'
/** Flows that nobody finished are forgotten, the oldest first. */
const KEPT_FLOWS = 500

interface Flow {
  request: AuthorizeRequest
  csrf: string
  memberId: string | null
}

/** The way of a person through sign-in and consent. Each flow is bound to the browser that began it by a cookie. */
export class Authorize {
  private readonly flows = new Map<string, Flow>()

  constructor(private readonly codes: Codes) {}

  /** `GET /oauth2/auth`. */
  readonly begin: Handler = ({ bank, url }) => {
    const request = readAuthorizeRequest(bank, url.searchParams)
    if ('show' in request) return request.show === 'page' ? oauthErrorPage(request.error, request.description) : backToApp(request.redirectUri, { error: request.error, error_description: request.description, state: request.state })
    const challenge = randomBytes(16).toString('hex')
    const csrf = randomBytes(16).toString('hex')
    this.flows.set(challenge, { request, csrf, memberId: null })
    if (this.flows.size > KEPT_FLOWS) this.flows.delete(this.flows.keys().next().value ?? '')
    return redirect(`/oauth2/signin?login_challenge=${challenge}`, { 'set-cookie': `${COOKIE}_${challenge}=${csrf}; Path=/oauth2; HttpOnly; SameSite=Lax` })
  }

  /** `GET /oauth2/signin`: who are you? */
  readonly signIn: Handler = ({ bank, request, url }) => {
    const flow = this.flowOf(request.headers.cookie, url.searchParams.get('login_challenge'))
    if (!flow) return noCsrf()
    const companies = [...bank.books.companies.values()].filter(({ id }) => flow.request.organizationId === null || id === flow.request.organizationId)
    return html(choosePage(companies, url.searchParams.get('login_challenge') ?? '', flow.request.client.name))
  }

  /** `POST /oauth2/signin`: somebody was chosen; asks for consent. */
  readonly chosen: Handler = async (exchange) => {
    const { flow, form, challenge } = await this.read(exchange)
    const found = exchange.bank.books.members.get(form.get('member') ?? '')
    if (!flow) return noCsrf()
    if (!found) return redirect(`/oauth2/signin?login_challenge=${challenge}`)
    flow.memberId = found.member.id
    return html(consentPage(found.member, found.company, flow.request, challenge))
  }

  /** `POST /oauth2/consent`: back to the app with a code, or with `access_denied`. */
  readonly decided: Handler = async (exchange) => {
    const { flow, form, challenge } = await this.read(exchange)
    if (!flow) return noCsrf()
    const { redirectUri, state } = flow.request
    const found = exchange.bank.books.members.get(flow.memberId ?? '')
    this.flows.delete(challenge)
    if (form.get('decision') !== 'allow' || !found) return backToApp(redirectUri, { error: 'access_denied', error_description: 'The resource owner denied the request', state })
    const code = this.grant(exchange, flow.request, found)
    return backToApp(redirectUri, { code, scope: flow.request.scopes.join(' '), state })
  }

  private grant({ bank }: Exchange, request: AuthorizeRequest, { member, company }: { member: Member; company: Company }): string {
    const grant = { id: randomUUID(), clientId: request.client.clientId, companyId: company.id, memberId: member.id, scopes: request.scopes, endedAt: null }
    bank.commit({ op: 'grant', grant })
    const code = token('ac')
    this.codes.add(code, { grantId: grant.id, clientId: grant.clientId, redirectUri: request.redirectUri, challenge: request.challenge }, bank.clock.now())
    return code
  }

  private async read({ request }: Exchange): Promise<{ flow: Flow | null; form: URLSearchParams; challenge: string }> {
    const form = await readForm(request)
    const challenge = form.get('challenge') ?? ''
    return { flow: this.flowOf(request.headers.cookie, challenge), form, challenge }
  }

  private flowOf(cookies: string | undefined, challenge: string | null): Flow | null {
    const flow = this.flows.get(challenge ?? '')
    return flow && (cookies ?? '').split('; ').includes(`${COOKIE}_${challenge}=${flow.csrf}`) ? flow : null
  }
}

function noCsrf(): Reply {
  return oauthErrorPage('request_forbidden', 'The request is not allowed. No CSRF value available in the session cookie.')
}

function backToApp(redirectUri: string, fields: Record<string, string>): Reply {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(fields)) if (value !== '') target.searchParams.set(name, value)
  return redirect(target.href)
}
