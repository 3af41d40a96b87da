import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Subscription } from '../state/types'
import { json, type ApiHandler, type Caller, type Exchange } from '../wire/exchange'
import { readJson } from '../wire/read-body'
import { apiError, notFound } from '../wire/wire-error'
import { iso } from './iso'
import { paginate, readPage } from './paginate'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const subscriptionSchema = z.object({
  callback_url: z.string().max(512).refine(isAcceptableUrl, 'must be a public HTTPS URL'),
  types: z.array(z.string().startsWith('v1/')).min(1),
  secret: z.string().min(32).max(128).optional(),
  description: z.string().max(256).nullish(),
})

/** `POST /v2/webhook_subscriptions`. */
export const createSubscription: ApiHandler = async (exchange, caller) => {
  const fields = await readFields(exchange, 422)
  const at = exchange.bank.clock.now()
  const subscription = { ...fields, ...ownerOf(caller), id: randomUUID(), createdAt: at, updatedAt: at }
  exchange.bank.commit({ op: 'subscription', subscription })
  return json(present(subscription), 201)
}

/** `GET /v2/webhook_subscriptions`. */
export const listSubscriptions: ApiHandler = ({ bank, url }, caller) => {
  const own = [...bank.books.subscriptions.values()].filter((subscription) => subscription.companyId === caller.company.id)
  const { items, meta } = paginate(own, readPage(url.searchParams), bank.switches)
  return json({ subscriptions: items.map(present), meta }, 200, items.length)
}

/** `GET /v2/webhook_subscriptions/{id}`. */
export const getSubscription: ApiHandler = (exchange, caller) => json(present(find(exchange, caller)))

/** `PUT /v2/webhook_subscriptions/{id}`: replaces everything; a body without `callback_url` is refused with 400. */
export const replaceSubscription: ApiHandler = async (exchange, caller) => {
  const { bank } = exchange
  const old = find(exchange, caller)
  const subscription = { ...old, ...(await readFields(exchange, 400)), updatedAt: bank.clock.now() }
  bank.commit({ op: 'subscription', subscription })
  return json(present(subscription))
}

/** `DELETE /v2/webhook_subscriptions/{id}`. */
export const deleteSubscription: ApiHandler = (exchange, caller) => {
  const { bank } = exchange
  bank.commit({ op: 'subscription-removed', id: find(exchange, caller).id })
  return bank.switches.webhook_delete_status === 204 ? { status: 204 } : json({})
}

function find({ bank, params }: Exchange, { company }: Caller): Subscription {
  const subscription = bank.books.subscriptions.get(params.id ?? '')
  if (!subscription || subscription.companyId !== company.id) throw notFound('webhook subscription')
  return subscription
}

async function readFields({ bank, request }: Exchange, missingStatus: number) {
  const parsed = subscriptionSchema.safeParse(await readJson(request))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('/') ?? ''
    throw apiError(field === 'callback_url' ? missingStatus : 422, 'invalid', `${field} ${issue?.message ?? 'is invalid'}`, { pointer: field })
  }
  const { callback_url, types, secret, description } = parsed.data
  if (types.length > 1 && bank.switches.webhook_one_type_each) throw apiError(422, 'invalid', 'types must hold one type', { pointer: 'types' })
  return { callbackUrl: callback_url, types, description: description ?? null, secret: secret ?? `whsec_${randomBytes(16).toString('hex')}` }
}

function ownerOf({ company, member }: Caller): { companyId: string; memberId: string } {
  return { companyId: company.id, memberId: member?.id ?? '' }
}

/** HTTPS, or plain HTTP to this machine, where a local app listens. */
function isAcceptableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
}

function present(subscription: Subscription): Record<string, unknown> {
  return {
    id: subscription.id,
    organization_id: subscription.companyId,
    membership_id: subscription.memberId,
    callback_url: subscription.callbackUrl,
    types: subscription.types,
    ...(subscription.description === null ? {} : { description: subscription.description }),
    created_at: iso(subscription.createdAt),
    updated_at: iso(subscription.updatedAt),
    secret: subscription.secret,
  }
}
