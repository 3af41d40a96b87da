import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBank, type ControlCompany } from '../testing/open-bank'
import { attachmentReplySchema, errorsSchema, gatewayErrorSchema } from '../testing/wire-schemas'

let bank: Awaited<ReturnType<typeof openBank>>
let company: ControlCompany

beforeAll(async () => {
  bank = await openBank({ demo: false })
})
afterAll(() => bank.close())
beforeEach(async () => {
  await bank.control('POST', 'reset')
  await bank.control('POST', 'companies', { seed: 'faults', transactions: 4, receipts: 4, receipt_size: { min: 30_000, max: 30_000 } })
  company = await bank.company()
})

const faults = (...rules: object[]) => bank.control('PUT', 'faults', rules)
const organization = () => bank.get('/v2/organization')
const listPath = () => `/v2/transactions?bank_account_id=${company.accounts[0]?.id}`

async function receiptUrl(): Promise<{ url: string; id: string }> {
  const { id } = (await bank.control('POST', 'receipts', { size: 30_000 })).body as { id: string }
  return { id, url: attachmentReplySchema.parse((await bank.get(`/v2/attachments/${id}`)).body).attachment.url }
}

test('refusals come in both shapes', async () => {
  await faults({ kind: 'unauthorized', times: 1 }, { kind: 'forbidden', times: 1 }, { kind: 'forbidden_gateway', times: 1 }, { kind: 'not_found', times: 1 }, { kind: 'unprocessable', times: 1 })
  const answers = [await organization(), await organization(), await organization(), await organization(), await organization()]
  expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 404, 422])
  for (const index of [0, 1, 3, 4]) errorsSchema.parse(answers[index]?.body)
  expect(gatewayErrorSchema.parse(answers[2]?.body).message).toBe('Forbidden')
  expect((await organization()).status).toBe(200)
})

test('429 comes with and without Retry-After', async () => {
  await faults({ kind: 'rate_limited', times: 1 }, { kind: 'rate_limited', times: 1, retry_after: 7 })
  const [bare, told] = [await organization(), await organization()]
  expect([bare.status, bare.headers.get('retry-after')]).toEqual([429, null])
  expect([told.status, told.headers.get('retry-after')]).toEqual([429, '7'])
})

test('server errors and sign-in pages are HTML', async () => {
  await faults({ kind: 'server_error', status: 502, times: 1 }, { kind: 'html', times: 1 }, { kind: 'invalid_json', times: 1 })
  const [broken, page, cut] = [await organization(), await organization(), await fetch(`${bank.url}/v2/organization`, { headers: { authorization: await bank.keyOf() } })]
  expect([broken.status, page.status]).toEqual([502, 200])
  expect(broken.headers.get('content-type')).toContain('text/html')
  await expect(cut.json()).rejects.toThrow(SyntaxError)
})

test('rules can wait, strike every nth call, and be limited to a route or a receipt', async () => {
  await faults({ kind: 'not_found', route: 'GET /v2/organization', skip: 1, every: 2, times: 2 })
  const statuses = []
  for (let i = 0; i < 7; i += 1) statuses.push((await organization()).status)
  expect(statuses).toEqual([200, 200, 404, 200, 404, 200, 200])
  expect((await bank.control('GET', 'faults')).body).toMatchObject([{ seen: 7, fired: 2 }])
  const [one, two] = [await receiptUrl(), await receiptUrl()]
  await faults({ kind: 'not_found', id: one.id })
  expect((await bank.get(`/v2/attachments/${one.id}`)).status).toBe(404)
  expect((await bank.get(`/v2/attachments/${two.id}`)).status).toBe(200)
})

test('a download can be cut short, too long, too short, other bytes, HTML, expired or slow', async () => {
  const { url } = await receiptUrl()
  const whole = Buffer.from(await (await fetch(url)).arrayBuffer())
  const route = 'GET /files/{id}/{copy}'
  await faults(...['longer', 'shorter', 'corrupt', 'html', 'expired_url'].map((kind) => ({ kind, route, times: 1 })), { kind: 'slow', route, times: 1, bytes_per_second: 400_000 })
  const get = async () => {
    const response = await fetch(url)
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  expect((await get()).bytes.length).toBe(30_017)
  expect((await get()).bytes.length).toBe(29_983)
  const corrupt = (await get()).bytes
  expect([corrupt.length, corrupt.equals(whole)]).toEqual([30_000, false])
  expect((await get()).bytes.toString()).toContain('<html>')
  expect((await get()).status).toBe(403)
  expect((await get()).bytes.equals(whole)).toBe(true)
  await faults({ kind: 'truncated', route })
  await expect(get()).rejects.toThrow()
})

test('a connection can drop before or after the effect', async () => {
  const { id } = (await bank.control('POST', 'transactions', {})).body as { id: string }
  const file = () => new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })
  const count = async () => ((await bank.get(`/v2/transactions/${id}/attachments`)).body as { attachments: unknown[] }).attachments.length
  const route = 'POST /v2/transactions/{id}/attachments'
  await faults({ kind: 'drop_before', route, times: 1 }, { kind: 'drop_after', route, times: 1 })
  await expect(bank.upload(`/v2/transactions/${id}/attachments`, file(), 'k1')).rejects.toThrow()
  expect(await count()).toBe(0)
  await expect(bank.upload(`/v2/transactions/${id}/attachments`, file(), 'k2')).rejects.toThrow()
  expect(await count()).toBe(1)
  expect((await bank.upload(`/v2/transactions/${id}/attachments`, file(), 'k2')).status).toBe(200)
  expect(await count()).toBe(1)
})

test('a fault that does not exist is refused by name', async () => {
  const answer = await faults({ kind: 'earthquake' })
  expect(answer.status).toBe(400)
  expect(errorsSchema.parse(answer.body).errors[0]?.detail).toMatch(/^0\.kind/)
})

test('the limits can be switched off, and tell how long to wait when asked to', async () => {
  for (let i = 0; i < 4; i += 1) await Promise.all(Array.from({ length: 50 }, () => bank.get('/v2/organization', 'nobody:x')))
  expect((await organization()).headers.get('retry-after')).toBeNull()
  await bank.control('PUT', 'switches', { retry_after: true })
  expect(Number((await organization()).headers.get('retry-after'))).toBeGreaterThan(3_000)
  await bank.control('PUT', 'switches', { rate_limits: false })
  expect((await organization()).status).toBe(200)
})

test('after 200 refused sign-ins even the right key has to wait', async () => {
  for (let i = 0; i < 4; i += 1) await Promise.all(Array.from({ length: 50 }, () => bank.get('/v2/organization', 'nobody:x')))
  expect((await organization()).status).toBe(429)
})

test('the sandbox gate answers every call without its token with a page', async () => {
  await bank.control('PUT', 'switches', { staging_token: 'let-me-in' })
  const { url } = { url: `${bank.url}/v2/organization` }
  const authorization = await bank.keyOf()
  const gated = await fetch(url, { headers: { authorization } })
  expect([gated.status, gated.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await gated.text()).toContain('Sign in')
  const token = await fetch(`${bank.url}/oauth2/token`, { method: 'POST' })
  expect(token.headers.get('content-type')).toContain('text/html')
  const passed = await fetch(url, { headers: { authorization, 'X-Qonto-Staging-Token': 'let-me-in' } })
  expect(passed.headers.get('content-type')).toContain('application/json')
})

test('calls are counted by route, with errors and bytes', async () => {
  await bank.control('DELETE', 'calls')
  const { url } = await receiptUrl()
  await (await fetch(url)).arrayBuffer()
  await bank.get(listPath())
  await bank.get('/v2/transactions')
  const { total, routes } = (await bank.control('GET', 'calls')).body as { total: number; routes: Record<string, { count: number; errors: number; bytes: number }> }
  expect(total).toBe(4)
  expect(routes['GET /files/{id}/{copy}']).toEqual({ count: 1, errors: 0, bytes: 30_000 })
  expect(routes['GET /v2/transactions']).toMatchObject({ count: 2, errors: 1 })
})

test('latency slows calls by call and by item', async () => {
  const took = async (path: string) => {
    const start = performance.now()
    await bank.get(path, await bank.keyOf())
    return performance.now() - start
  }
  await bank.control('PUT', 'latency', { per_call_ms: 40, per_entry_ms: 20 })
  expect(await took('/v2/organization')).toBeGreaterThanOrEqual(38)
  expect(await took(`${listPath()}&per_page=4`)).toBeGreaterThanOrEqual(78)
})
