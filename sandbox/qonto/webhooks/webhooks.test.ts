import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { answerOf, openBank } from '../testing/open-bank'
import { errorsSchema, eventSchema, subscriptionSchema, subscriptionsSchema } from '../testing/wire-schemas'
import { signWebhook } from './sign'

let bank: Awaited<ReturnType<typeof openBank>>
let listener: Server
let bearer: string
let failures: number
let received: { headers: IncomingHttpHeaders; body: string }[]

beforeAll(async () => {
  bank = await openBank()
})
afterAll(() => bank.close())

beforeEach(async () => {
  await bank.control('POST', 'reset')
  await bank.control('PUT', 'switches', { webhook_backoff_ms: [5, 5, 5] })
  const { access_token } = (await bank.control('POST', 'tokens', { company: 'Acme Studio', member: 'owner' })).body as { access_token: string }
  bearer = `Bearer ${access_token}`
  failures = 0
  received = []
  listener = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(received.length > failures ? 204 : 500).end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  listener.close()
  listener.closeAllConnections()
})

const callback = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
const secret = 'whsec_0123456789abcdef0123456789abcdef'

async function call(method: string, path: string, body?: unknown) {
  return answerOf(await fetch(`${bank.url}/v2/webhook_subscriptions${path}`, { method, headers: { authorization: bearer }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
}

const subscribe = async (types = ['v1/transactions']) => subscriptionSchema.parse((await call('POST', '', { callback_url: callback(), types, secret })).body)
const event = (index = 0) => eventSchema.parse(JSON.parse(received[index]?.body ?? 'null'))

test('the signature equals the published test vector', () => {
  expect(signWebhook('{"test":"data"}', 'test-secret', 1704110400)).toBe('t=1704110400,v1=56aff06dc227db80d6568a5070f912c601c31f20451745d257cbc0b5dfa93805')
})

test('subscriptions can be made, read, replaced and removed', async () => {
  const made = await call('POST', '', { callback_url: 'https://app.example.com/hooks', types: ['v1/transactions'], description: 'receipts' })
  expect(made.status).toBe(201)
  const { id, secret: generated } = subscriptionSchema.parse(made.body)
  expect(generated.length).toBeGreaterThanOrEqual(32)
  expect(subscriptionsSchema.parse((await call('GET', '')).body).subscriptions.map((subscription) => subscription.id)).toEqual([id])
  expect((await call('PUT', `/${id}`, { types: ['v1/accounts'] })).status).toBe(400)
  expect(subscriptionSchema.parse((await call('PUT', `/${id}`, { callback_url: 'https://app.example.com/other', types: ['v1/accounts'] })).body).types).toEqual(['v1/accounts'])
  expect((await call('DELETE', `/${id}`)).status).toBe(204)
  expect((await call('GET', `/${id}`)).status).toBe(404)
})

test('addresses that are not public HTTPS, empty types and short secrets are refused', async () => {
  for (const body of [{ callback_url: 'http://app.example.com/', types: ['v1/transactions'] }, { callback_url: callback(), types: [] }, { callback_url: callback(), types: ['v1/transactions'], secret: 'short' }]) {
    const answer = await call('POST', '', body)
    expect(answer.status).toBe(422)
    errorsSchema.parse(answer.body)
  }
})

test('a new receipt arrives as an updated transaction with a longer attachment_ids, signed', async () => {
  const subscription = await subscribe()
  const { id } = (await bank.control('POST', 'transactions', { company: 'Acme Studio' })).body as { id: string }
  await vi.waitFor(() => expect(received).toHaveLength(1))
  expect(event()).toMatchObject({ type: 'v1/transactions', subscription_id: subscription.id, data: { event: 'created', id, attachment_ids: [] } })
  await bank.upload(`/v2/transactions/${id}/attachments`, new File(['%PDF'], 'a.pdf', { type: 'application/pdf' }), 'k', await bank.keyOf('Acme Studio'))
  await vi.waitFor(() => expect(received).toHaveLength(2))
  expect(event(1).data).toMatchObject({ event: 'updated', id, attachment_ids: [expect.any(String)], subject_type: expect.any(String) as unknown })
  const [t = '', v1 = ''] = String(received[1]?.headers['x-qonto-signature']).split(',')
  expect(`${t},${v1}`).toBe(signWebhook(received[1]?.body ?? '', secret, Number(t.slice(2))))
})

test('a delivery is repeated with the same id until it is answered with 2xx', async () => {
  failures = 2
  await subscribe()
  await bank.control('POST', 'transactions', { company: 'Acme Studio' })
  await vi.waitFor(async () => expect((await bank.control('GET', 'webhooks')).body).toMatchObject([{ state: 'delivered', attempts: 3, lastStatus: 204 }]))
  expect(new Set(received.map(({ body }) => (JSON.parse(body) as { id: string }).id)).size).toBe(1)
})

test('a delivery that is never accepted is dropped in the end', async () => {
  failures = Number.POSITIVE_INFINITY
  await subscribe()
  await bank.control('POST', 'transactions', { company: 'Acme Studio' })
  await vi.waitFor(async () => expect((await bank.control('GET', 'webhooks')).body).toMatchObject([{ state: 'dropped', attempts: 4, lastStatus: 500 }]))
})

test('a delivery can be sent twice, as Qonto sometimes does', async () => {
  await subscribe()
  await bank.control('POST', 'transactions', { company: 'Acme Studio' })
  await vi.waitFor(() => expect(received).toHaveLength(1))
  await bank.control('POST', `webhooks/${event().id}`)
  await vi.waitFor(() => expect(received).toHaveLength(2))
  expect(received[1]?.body).toBe(received[0]?.body)
})

test('accounts, members and withdrawn consent have events of their own', async () => {
  await subscribe(['v1/accounts', 'v1/memberships', 'v1/consent-revocations'])
  await bank.control('POST', 'accounts', { company: 'Acme Studio', name: 'Taxes' })
  await bank.control('POST', 'members', { company: 'Acme Studio', email: 'admin@acme.example', role: 'manager' })
  await bank.control('POST', 'revoke', { company: 'Acme Studio' })
  await vi.waitFor(() => expect(received).toHaveLength(3))
  const events = received.map((_, index) => event(index))
  expect(events.map(({ type }) => type).sort()).toEqual(['v1/accounts', 'v1/consent-revocations', 'v1/memberships'])
  expect(events.find(({ type }) => type === 'v1/consent-revocations')?.data).toEqual({ client_id: expect.any(String) as unknown, revoked_at: expect.any(String) as unknown })
})

test('another organization’s changes are not announced', async () => {
  await subscribe()
  await bank.control('POST', 'transactions', { company: 'Birch Books' })
  await bank.control('POST', 'transactions', { company: 'Acme Studio' })
  await vi.waitFor(() => expect(received).toHaveLength(1))
  expect(event().organization_id).toBe((await bank.company('Acme Studio')).id)
})
