import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBank } from '../testing/open-bank'
import { bankAccountSchema, bankAccountsSchema, errorsSchema, membershipsSchema, organizationSchema, transactionsSchema } from '../testing/wire-schemas'

let bank: Awaited<ReturnType<typeof openBank>>

beforeAll(async () => {
  bank = await openBank()
})
afterAll(() => bank.close())
beforeEach(async () => {
  await bank.control('POST', 'reset')
})

const bearer = async (member: string) => `Bearer ${((await bank.control('POST', 'tokens', { company: 'Acme Studio', member })).body as { access_token: string }).access_token}`

test('the organization and its accounts have the documented shape', async () => {
  const { organization } = organizationSchema.parse((await bank.get('/v2/organization')).body)
  expect(organization).toMatchObject({ name: 'Acme Studio', bank_accounts: [{ name: 'Main account', main: true, status: 'active' }, { name: 'Travel & events', main: false }] })
  const { bank_accounts } = bankAccountsSchema.parse((await bank.get('/v2/bank_accounts')).body)
  for (const account of bank_accounts) {
    expect(bankAccountSchema.parse((await bank.get(`/v2/bank_accounts/${account.id}`)).body).bank_account).toEqual(account)
    expect(account).toMatchObject({ currency: 'EUR', iban: expect.stringMatching(/^FR\d{25}$/) as unknown, balance: (account.balance_cents ?? 0) / 100 })
  }
})

test('a list of accounts may come without meta', async () => {
  await bank.control('PUT', 'switches', { bank_accounts_meta: false })
  expect(bankAccountsSchema.parse((await bank.get('/v2/bank_accounts')).body).meta).toBeUndefined()
})

test('an employee sees five fields of an account and only own transactions', async () => {
  const employee = await bearer('employee')
  const { bank_accounts } = bankAccountsSchema.parse((await bank.get('/v2/bank_accounts', employee)).body)
  for (const account of bank_accounts) expect(Object.keys(account).sort()).toEqual(['id', 'main', 'name', 'organization_id', 'status'])
  const me = (await bank.company('Acme Studio')).members.find(({ role }) => role === 'employee')?.id
  const path = `/v2/transactions?bank_account_id=${bank_accounts[0]?.id}`
  const own = transactionsSchema.parse((await bank.get(path, employee)).body).transactions
  expect(own.length).toBeGreaterThan(0)
  expect(new Set(own.map(({ initiator_id }) => initiator_id))).toEqual(new Set([me]))
  expect(transactionsSchema.parse((await bank.get(path, await bearer('owner'))).body).meta.total_count).toBeGreaterThan(own.length)
})

test('accounts can be opened, relabelled with an emoji, closed, and stripped of IBAN and balance', async () => {
  const opened = (await bank.control('POST', 'accounts', { company: 'Acme Studio', name: 'Taxes' })).body as { id: string }
  const read = async () => bankAccountSchema.parse((await bank.get(`/v2/bank_accounts/${opened.id}`)).body).bank_account
  expect(await read()).toMatchObject({ name: 'Taxes', status: 'active', main: false, balance: 0 })
  await bank.control('POST', 'accounts', { id: opened.id, name: '🌊 Savings', status: 'closed' })
  expect(await read()).toMatchObject({ name: '🌊 Savings', status: 'closed' })
  await bank.control('POST', 'accounts', { id: opened.id, hidden: ['iban', 'balance'] })
  expect(await read()).not.toHaveProperty('iban')
  expect(await read()).not.toHaveProperty('balance_cents')
})

test('members are listed with their roles, and a changed role shows at once', async () => {
  const roles = async () => membershipsSchema.parse((await bank.get('/v2/memberships')).body).memberships.map(({ role }) => role)
  expect(await roles()).toEqual(['owner', 'admin', 'accountant', 'manager', 'employee'])
  await bank.control('POST', 'members', { email: 'admin@acme.example', role: 'employee' })
  await bank.control('PUT', 'switches', { accountant_role: 'reporting' })
  expect(await roles()).toEqual(['owner', 'employee', 'reporting', 'manager', 'employee'])
})

test('a wrong or regenerated API key is refused with 401 and a trace id', async () => {
  const key = await bank.keyOf('Acme Studio')
  for (const wrong of ['', 'acme', `${key}x`, `Basic ${Buffer.from(key).toString('base64')}`]) {
    const answer = await bank.get('/v2/organization', wrong)
    expect(answer.status).toBe(401)
    expect(errorsSchema.parse(answer.body).trace_id).toBe(answer.headers.get('x-tyk-trace-id'))
  }
  await bank.control('POST', 'api_key', { company: 'Acme Studio' })
  expect((await bank.get('/v2/organization', key)).status).toBe(401)
  expect((await bank.get('/v2/organization')).status).toBe(200)
})

test('an API key has no member and no webhooks', async () => {
  expect((await bank.get('/v2/membership')).status).toBe(404)
  expect((await bank.get('/v2/webhook_subscriptions')).status).toBe(403)
})

test('unknown and retired routes are 404', async () => {
  for (const path of ['/v2/unknown', '/v1/organizations/acme', '/v2/organizations/acme']) expect((await bank.get(path)).status).toBe(404)
})

test('the demo holds what a tour needs: two companies, months of transactions, awkward receipts', async () => {
  const [acme, birch] = await bank.companies()
  expect(acme).toMatchObject({ name: 'Acme Studio', counts: { transactions: 120 } })
  expect(birch).toMatchObject({ name: 'Birch Books', counts: { transactions: 20 } })
  expect(acme?.counts.receipts).toBeGreaterThan(135)
  expect(acme?.counts.receipts).toBeLessThan(165)
  expect((acme?.counts.receipt_bytes ?? 0) + (birch?.counts.receipt_bytes ?? 0)).toBeLessThan(60_000_000)
  const all = []
  for (const { id } of acme?.accounts ?? []) {
    const { body } = await bank.get(`/v2/transactions?bank_account_id=${id}&status[]=pending&status[]=declined&status[]=completed&includes[]=attachments`)
    all.push(...(body as { transactions: { status: string; emitted_at: string; attachments: { file_name: string; file_content_type: string; file_size: string }[] }[] }).transactions)
  }
  const files = all.flatMap(({ attachments }) => attachments)
  expect(new Set(files.map(({ file_content_type }) => file_content_type)).size).toBe(3)
  expect(files.filter(({ file_name }) => file_name === 'receipt.pdf')).toHaveLength(2)
  expect(files.some(({ file_name }) => !file_name.includes('.'))).toBe(true)
  expect(all.some(({ attachments }) => attachments.length === 0)).toBe(true)
  expect(all.some(({ attachments }) => attachments.length === 5)).toBe(true)
  for (const status of ['pending', 'declined']) expect(all.some((transaction) => transaction.status === status && transaction.attachments.length > 0)).toBe(true)
  const months = new Set(all.map(({ emitted_at }) => emitted_at.slice(0, 7)))
  expect(months.size).toBeGreaterThanOrEqual(14)
})
