import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBank, type ControlCompany } from '../testing/open-bank'

let bank: Awaited<ReturnType<typeof openBank>>
let acme: ControlCompany

beforeAll(async () => {
  bank = await openBank()
  acme = await bank.company('Acme Studio')
})
afterAll(() => bank.close())

const page = async (path: string) => (await fetch(`${bank.url}${path}`)).text()
const form = (fields: Record<string, string | File>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

test('every page says that it is a stand-in', async () => {
  for (const path of ['/', `/companies/${acme.id}`, '/conditions']) expect(await page(path)).toContain('Local stand-in for Qonto')
})

test('a person adds a transaction with a receipt and opens the receipt', async () => {
  const file = new File(['%PDF from a browser'], 'Crêpe <b>.pdf', { type: 'application/pdf' })
  const sent = await fetch(`${bank.url}/companies/${acme.id}/transactions`, { method: 'POST', body: form({ account: acme.accounts[0]?.id ?? '', counterparty: 'Crêperie', amount: '12,50', date: '', file }) })
  const shown = await sent.text()
  expect(shown).toContain('Crêperie')
  expect(shown).not.toContain('<b>.pdf')
  const link = new RegExp(`/companies/${acme.id}/receipts/[0-9a-f-]+`).exec(shown)?.[0] ?? ''
  expect(await page(link)).toBe('%PDF from a browser')
})

test('a transaction without a file or with a wrong amount is told apart', async () => {
  const post = (amount: string) => fetch(`${bank.url}/companies/${acme.id}/transactions`, { method: 'POST', body: form({ account: acme.accounts[0]?.id ?? '', counterparty: 'Sans reçu', amount, file: new File([], '') }) })
  expect(await (await post('9')).text()).toContain('Sans reçu')
  expect((await post('zero')).status).toBe(422)
})

test('a person opens, relabels and closes an account', async () => {
  const post = (fields: Record<string, string>) => fetch(`${bank.url}/companies/${acme.id}/accounts`, { method: 'POST', body: new URLSearchParams(fields) })
  await post({ name: 'Événements' })
  const opened = (await bank.company('Acme Studio')).accounts.find(({ name }) => name === 'Événements')
  await post({ id: opened?.id ?? '', name: 'Archive', status: 'closed' })
  expect((await bank.company('Acme Studio')).accounts.at(-1)).toMatchObject({ id: opened?.id, name: 'Archive', status: 'closed' })
})

/** A call with headers that `fetch` would set itself. */
function raw(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${bank.url}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject).end()
  })
}

test('pages and control calls are closed to other sites and other host names, but a link may lead to a page', async () => {
  expect(await raw('POST', '/_sandbox/reset', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).toBe(403)
  expect(await raw('POST', `/companies/${acme.id}/accounts`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(403)
  expect(await raw('GET', '/_sandbox/companies', { host: 'rebound.example' })).toBe(403)
  expect(await raw('GET', `/companies/${acme.id}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
  expect((await bank.company('Acme Studio')).accounts).toHaveLength(3)
})

test('faults and latency can be set from a page', async () => {
  await fetch(`${bank.url}/conditions`, { method: 'POST', body: new URLSearchParams({ kind: 'rate_limited', route: 'GET /v2/organization', times: '1' }) })
  expect((await bank.get('/v2/organization')).status).toBe(429)
  expect((await bank.get('/v2/organization')).status).toBe(200)
  await fetch(`${bank.url}/conditions/latency`, { method: 'POST', body: new URLSearchParams({ per_call_ms: '7' }) })
  expect(await page('/conditions')).toContain('value="7"')
})
