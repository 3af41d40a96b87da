import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { issueTokens } from '../oauth/issue-tokens'
import type { Bank } from '../state/bank'
import type { Company, Member } from '../state/types'
import { json, type Handler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { companyOf } from './fields'
import { parseControl } from './parse-control'

const roles = ['owner', 'admin', 'manager', 'reporting', 'employee', 'accountant'] as const

const memberSchema = z.strictObject({
  company: z.string().optional(),
  id: z.string().optional(),
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  role: z.enum(roles).optional(),
  status: z.string().optional(),
})

/** `POST /_sandbox/members`: somebody joins, or (known `id` or `email`) changes role or status. */
export const putMember: Handler = async (exchange) => {
  const { bank } = exchange
  const body = await parseControl(memberSchema, exchange)
  const company = companyOf(bank, body.company)
  const known = company.members.find(({ id, email }) => id === body.id || email === body.email)
  if (known) {
    bank.commit({ op: 'member-changed', id: known.id, changes: { ...(body.role ? { role: body.role } : {}), ...(body.status ? { status: body.status } : {}) } })
    return json(present(known))
  }
  const member: Member = {
    id: body.id ?? randomUUID(), firstName: body.first_name ?? 'New', lastName: body.last_name ?? 'Member',
    email: body.email ?? `${randomUUID()}@members.example`, role: body.role ?? 'employee', status: body.status ?? 'active',
  }
  bank.commit({ op: 'member', companyId: company.id, member })
  return json(present(member), 201)
}

const clientSchema = z.strictObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  name: z.string().default('Test app'),
  redirect_uris: z.array(z.string()).min(1),
  scopes: z.array(z.string()).default(['offline_access', 'openid', 'organization.read', 'attachment.read', 'attachment.write', 'membership.read', 'webhook']),
})

/** `POST /_sandbox/clients`: registers an OAuth client, or replaces one. */
export const putClient: Handler = async (exchange) => {
  const body = await parseControl(clientSchema, exchange)
  const client = { clientId: body.client_id, clientSecret: body.client_secret, name: body.name, redirectUris: body.redirect_uris, scopes: body.scopes }
  exchange.bank.commit({ op: 'client', client })
  return json(body, 201)
}

const tokenSchema = z.strictObject({
  company: z.string().optional(),
  member: z.string().optional(),
  client_id: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  expires_in: z.number().int().optional(),
})

/** `POST /_sandbox/tokens`: consent without a browser; answers like the token endpoint plus the client's credentials. */
export const createTokens: Handler = async (exchange) => {
  const { bank } = exchange
  const body = await parseControl(tokenSchema, exchange)
  const company = companyOf(bank, body.company)
  const client = body.client_id === undefined ? [...bank.books.clients.values()][0] : bank.books.clients.get(body.client_id)
  const member = memberOf(company, body.member)
  if (!client || !member) throw notFound('client or member')
  const grant = { id: randomUUID(), clientId: client.clientId, companyId: company.id, memberId: member.id, scopes: body.scopes ?? client.scopes, endedAt: null }
  bank.commit({ op: 'grant', grant })
  return json({ ...issueTokens(exchange, client, grant, null, body.expires_in), client_id: client.clientId, client_secret: client.clientSecret })
}

const consentSchema = z.strictObject({ company: z.string().optional(), client_id: z.string().optional(), member: z.string().optional() })

/** `POST /_sandbox/revoke`: a person withdraws consent at the bank; answers how many consents ended. */
export const revokeConsent: Handler = async (exchange) => {
  const { bank } = exchange
  const body = await parseControl(consentSchema, exchange)
  const company = companyOf(bank, body.company)
  const ended = endGrants(bank, company, body.client_id, body.member === undefined ? undefined : memberOf(company, body.member)?.id)
  return json({ revoked: ended })
}

function endGrants(bank: Bank, company: Company, clientId: string | undefined, memberId: string | undefined): number {
  const grants = [...bank.books.grants.values()].filter((grant) => grant.companyId === company.id && grant.endedAt === null
    && (clientId === undefined || grant.clientId === clientId) && (memberId === undefined || grant.memberId === memberId))
  for (const grant of grants) bank.commit({ op: 'grant-ended', id: grant.id, at: bank.clock.now() })
  return grants.length
}

const keySchema = z.strictObject({ company: z.string().optional(), secret: z.string().min(8).optional() })

/** `POST /_sandbox/api_key`: "Regenerate" in the web app; the old key stops working at once. */
export const regenerateApiKey: Handler = async (exchange) => {
  const { bank } = exchange
  const body = await parseControl(keySchema, exchange)
  const company = companyOf(bank, body.company)
  bank.commit({ op: 'api-key', companyId: company.id, secret: body.secret ?? randomUUID().replaceAll('-', '') })
  return json(company.apiKey)
}

function memberOf(company: Company, wanted: string | undefined): Member | undefined {
  return wanted === undefined ? company.members[0] : company.members.find(({ id, email, role }) => id === wanted || email === wanted || role === wanted)
}

function present({ id, firstName, lastName, email, role, status }: Member): Record<string, unknown> {
  return { id, first_name: firstName, last_name: lastName, email, role, status }
}
