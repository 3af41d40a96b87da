import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBank, type ControlCompany } from '../testing/open-bank'
import { errorsSchema, fullTransactionsSchema, transactionsSchema } from '../testing/wire-schemas'

let bank: Awaited<ReturnType<typeof openBank>>
let company: ControlCompany

beforeAll(async () => {
  bank = await openBank({ demo: false })
})
afterAll(() => bank.close())

beforeEach(async () => {
  await bank.control('POST', 'reset')
  await bank.control('POST', 'companies', { seed: 'paging', accounts: 1, transactions: 230, receipts: 180, months: 12, until: '2026-06-01T00:00:00Z' })
  company = await bank.company()
})

const every = 'status[]=pending&status[]=declined&status[]=completed'
const account = () => `bank_account_id=${company.accounts[0]?.id}`

async function list(query: string) {
  const answer = await bank.get(`/v2/transactions?${account()}&${query}`)
  expect(answer.status).toBe(200)
  return transactionsSchema.parse(answer.body)
}

async function refusal(query: string, status = 422) {
  const answer = await bank.get(`/v2/transactions?${query}`)
  expect(answer.status).toBe(status)
  return errorsSchema.parse(answer.body).errors[0]
}

test('every page of transactions has the documented shape, with and without embedded resources', async () => {
  for (const page of [1, 2, 3]) await list(`${every}&page=${page}`)
  const answer = await bank.get(`/v2/transactions?${account()}&${every}&includes[]=attachments&includes[]=labels&includes[]=vat_details`)
  const { transactions } = fullTransactionsSchema.parse(answer.body)
  expect(transactions.some(({ attachments }) => attachments.length > 1)).toBe(true)
  for (const { attachments, attachment_ids } of transactions) expect(attachments.map(({ id }) => id)).toEqual(attachment_ids)
})

test('pages are disjoint, complete, and say where they end', async () => {
  const pages = await Promise.all([1, 2, 3].map((page) => list(`${every}&per_page=100&page=${page}`)))
  expect(new Set(pages.flatMap(({ transactions }) => transactions.map(({ id }) => id))).size).toBe(230)
  expect(pages.map(({ meta }) => [meta.prev_page, meta.next_page])).toEqual([[null, 2], [1, 3], [2, null]])
  expect(pages[0]?.meta).toMatchObject({ total_pages: 3, total_count: 230, per_page: 100 })
})

test('current_page is understood as page', async () => {
  expect((await list(`${every}&current_page=2&per_page=50`)).meta.current_page).toBe(2)
})

test('asking past the last page is refused with 422', async () => {
  expect(await refusal(`${account()}&${every}&page=4`)).toMatchObject({ source: { parameter: 'page' } })
})

test('page sizes outside 1 to 100 are refused', async () => {
  for (const size of ['0', '101', 'many']) expect(await refusal(`${account()}&per_page=${size}`)).toMatchObject({ source: { parameter: 'per_page' } })
})

test('only completed transactions come back unless other states are asked for', async () => {
  const { transactions } = await list('per_page=100')
  expect(new Set(transactions.map(({ status }) => status))).toEqual(new Set(['completed']))
  const declined = await list('status[]=declined')
  expect(declined.transactions.length).toBeGreaterThan(0)
  expect(declined.transactions.every(({ settled_at, settled_balance }) => settled_at === null && settled_balance === null)).toBe(true)
})

test('an unknown state or embedded resource is refused by name', async () => {
  expect(await refusal(`${account()}&status[]=lost`)).toMatchObject({ code: 'not_in_list', source: { parameter: 'status' } })
  expect(await refusal(`${account()}&includes[]=cards`)).toMatchObject({ code: 'not_in_list', source: { parameter: 'includes' } })
  expect(await refusal(`${account()}&sort_by=amount:asc`)).toMatchObject({ source: { parameter: 'sort_by' } })
})

test('a call without an account is refused with the status of the switch', async () => {
  expect(await refusal('page=1')).toMatchObject({ code: 'required' })
  await bank.control('PUT', 'switches', { missing_account_status: 400 })
  await refusal('page=1', 400)
})

test('an account is found by its IBAN, and its id wins over an IBAN', async () => {
  const iban = company.accounts[0]?.iban as string
  expect((await bank.get(`/v2/transactions?iban=${iban}`)).status).toBe(200)
  expect((await bank.get(`/v2/transactions?${account()}&iban=FR00`)).status).toBe(200)
  expect((await bank.get('/v2/transactions?iban=FR00')).status).toBe(404)
})

test.each(['updated_at', 'settled_at', 'emitted_at', 'created_at'])('sorting and date bounds by %s work in both directions', async (property) => {
  const key = property as 'updated_at'
  const rising = (await list(`sort_by=${property}:asc`)).transactions.map((transaction) => transaction[key])
  expect(rising).toEqual([...rising].sort())
  const falling = (await list(`sort_by=${property}:desc`)).transactions.map((transaction) => transaction[key])
  expect(falling).toEqual([...falling].sort().reverse())
  const [from, to] = [rising[10] as string, rising[20] as string]
  const within = (await list(`sort_by=${property}:asc&${property}_from=${from}&${property}_to=${to}`)).transactions.map((transaction) => transaction[key])
  expect(within).toEqual(rising.slice(10, 21))
  await bank.control('PUT', 'switches', { bounds_inclusive: false })
  expect((await list(`${property}_from=${from}&${property}_to=${to}`)).meta.total_count).toBe(9)
})

test('with_attachments=true leaves out transactions without receipts', async () => {
  const { transactions, meta } = await list('with_attachments=true')
  expect(transactions.every(({ attachment_ids }) => attachment_ids.length > 0)).toBe(true)
  const all = (await list('with_attachments=false')).meta.total_count
  expect(meta.total_count).toBeLessThan(all)
  await bank.control('PUT', 'switches', { with_attachments_false: 'without' })
  expect((await list('with_attachments=false')).meta.total_count).toBe(all - meta.total_count)
})

test('side and kind of operation narrow the list', async () => {
  expect((await list('side=credit')).transactions.every(({ side }) => side === 'credit')).toBe(true)
  const kinds = (await list('operation_type[]=card&operation_type[]=transfer')).transactions.map(({ operation_type }) => operation_type)
  expect(new Set(kinds)).toEqual(new Set(['card', 'transfer']))
})

test('a transaction carries the one detail object of its kind', async () => {
  const { transactions } = await list('per_page=100')
  for (const { operation_type, transfer, income, direct_debit } of transactions) {
    expect([transfer && 'transfer', income && 'income', direct_debit && 'direct_debit'].filter(Boolean)).toEqual(['transfer', 'income', 'direct_debit'].includes(operation_type) ? [operation_type] : [])
  }
})

test('the last page may name no next page, null or zero', async () => {
  await bank.control('PUT', 'switches', { last_page_next_page: 'zero' })
  expect((await list(`${every}&page=3`)).meta.next_page).toBe(0)
  await bank.control('PUT', 'switches', { last_page_next_page: 'omitted' })
  const { body } = await bank.get(`/v2/transactions?${account()}&${every}&page=3`)
  expect((body as { meta: object }).meta).not.toHaveProperty('next_page')
})

test('a transaction is found by its UUID and not by its readable name', async () => {
  const [transaction] = (await list('per_page=1')).transactions
  const one = await bank.get(`/v2/transactions/${transaction?.id}`)
  expect(one.body).toEqual({ transaction })
  expect((await bank.get(`/v2/transactions/${transaction?.transaction_id}`)).status).toBe(404)
})

test('a new transaction and a change appear in pages that were read before', async () => {
  const before = (await list(every)).meta.total_count
  const added = await bank.control('POST', 'transactions', { counterparty: 'Café Neuf', amount_cents: 1234, emitted_at: '2026-05-05T10:00:00Z' })
  expect(added.status).toBe(201)
  const { id } = added.body as { id: string }
  expect((await list(every)).meta.total_count).toBe(before + 1)
  const [newest] = (await list(`${every}&sort_by=updated_at:desc&per_page=1`)).transactions
  expect(newest).toMatchObject({ id, amount: 12.34, clean_counterparty_name: 'Café Neuf', emitted_at: '2026-05-05T10:00:00.000Z' })
  await bank.control('POST', 'transactions', { id, status: 'declined', settled_at: null })
  expect((await list('status[]=declined&sort_by=updated_at:desc&per_page=1')).transactions[0]).toMatchObject({ id, settled_at: null })
})

test('another organization’s transactions are not found', async () => {
  const other = (await bank.control('POST', 'companies', { seed: 'other', transactions: 5, receipts: 5 })).body as ControlCompany
  const key = `${other.api_key.login}:${other.api_key.secret}`
  const [own] = (await list('per_page=1')).transactions
  expect((await bank.get(`/v2/transactions?${account()}`, key)).status).toBe(404)
  expect((await bank.get(`/v2/transactions/${own?.id}`, key)).status).toBe(404)
})
