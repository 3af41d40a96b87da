import { afterEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganizationAtQonto, useLocalQonto } from './local-qonto.test-support'
import { mirrorInventory } from './mirror-inventory'

await useTestDatabase()
const qonto = await useLocalQonto()

let serial = 0
const aCompany = async (spec: Record<string, unknown> = {}) => await qonto.company({ seed: `mirror-${++serial}`, ...spec })

const receiptsOf = async (organizationId: string) =>
  (await db().receipt.findMany({ where: { organizationId, removedAt: null }, orderBy: { externalId: 'asc' } })).map((receipt) => receipt.externalId)
const debtsOf = async (organizationId: string) =>
  (await db().mirrorDebt.findMany({ where: { organizationId }, orderBy: { key: 'asc' } })).map(({ key, cause, attempts }) => ({ key, cause, attempts }))

afterEach(async () => {
  await qonto.faults([])
  await qonto.switches({ attaching_bumps_updated_at: true, removing_bumps_updated_at: true, bounds_inclusive: true, bank_accounts_meta: true })
})

test('a company of 3,000 receipts is mirrored whole, and a second mirror changes nothing', async () => {
  const company = await aCompany({ accounts: 3, transactions: 3_000, receipts: 3_000 })
  const owner = await anOrganizationAtQonto(company)
  const first = await mirrorInventory(owner.organizationId)
  expect(first).toMatchObject({ accounts: 3, newReceipts: 3_000, owedItems: 0, problem: null })
  expect(await db().transaction.count({ where: { organizationId: owner.organizationId } })).toBe(3_000)
  const before = await db().receipt.findMany({ where: { organizationId: owner.organizationId }, orderBy: { id: 'asc' } })
  expect(before).toHaveLength(3_000)
  await qonto.clearCalls()
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ newReceipts: 0, owedItems: 0 })
  expect((await qonto.calls()).routes['GET /v2/transactions']?.count).toBeLessThanOrEqual(6)
  expect(await db().receipt.findMany({ where: { organizationId: owner.organizationId }, orderBy: { id: 'asc' } })).toEqual(before)
})

test('what is new since the last mirror arrives: a transaction, a receipt on an old transaction, an account', async () => {
  const company = await aCompany({ transactions: 150, receipts: 60 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  const old = await db().transaction.findFirstOrThrow({ where: { organizationId: owner.organizationId, receipts: { none: {} } }, orderBy: { emittedAt: 'asc' } })
  const added = await qonto.receipt({ company: company.id, transaction: old.externalId, file_name: 'Reçu n° 1.pdf', size: 30_000 })
  const account = await qonto.account({ company: company.id, name: 'Savings 🌱' })
  const other = await qonto.receipt({ company: company.id, account: account.id, counterparty: 'Café Zoé' })
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ accounts: 2, newReceipts: 2, owedItems: 0 })
  expect(await receiptsOf(owner.organizationId)).toEqual(expect.arrayContaining([added.id, other.id]))
  expect(await db().receipt.findFirst({ where: { externalId: added.id } })).toMatchObject({ fileName: 'Reçu n° 1.pdf', size: 30_000n, transactionId: old.id, emittedAt: old.emittedAt })
  expect(await db().currentAccount.findFirst({ where: { externalId: account.id } })).toMatchObject({ label: 'Savings 🌱', isClosed: false, isMain: false })
})

test('a receipt of a pending, declined or reversed transaction is mirrored, too, and so is a closed account', async () => {
  const company = await aCompany()
  const owner = await anOrganizationAtQonto(company)
  const ids: string[] = []
  for (const status of ['pending', 'declined', 'reversed']) ids.push((await qonto.receipt({ company: company.id, status })).id)
  await qonto.account({ id: company.accounts[0]?.id, status: 'closed', name: 'Old account', hidden: ['iban', 'bic', 'balance', 'currency'] })
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual(ids.sort())
  expect(await db().currentAccount.findFirst({ where: { organizationId: owner.organizationId } })).toMatchObject({ label: 'Old account', isClosed: true })
})

test('a page that fails is owed and never passed: the next mirror reads it', async () => {
  const company = await aCompany({ transactions: 450, receipts: 450 })
  const owner = await anOrganizationAtQonto(company)
  const account = company.accounts[0]?.id ?? ''
  await qonto.faults([{ kind: 'forbidden', route: 'GET /v2/transactions', skip: 2 }])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ owedItems: 1, problem: 'qonto_forbidden' })
  expect(await debtsOf(owner.organizationId)).toEqual([{ key: `account:${account}`, cause: 'qonto_forbidden', attempts: 1 }])
  expect((await receiptsOf(owner.organizationId)).length).toBeGreaterThan(0)
  await mirrorInventory(owner.organizationId)
  expect(await debtsOf(owner.organizationId)).toMatchObject([{ attempts: 2 }])
  await qonto.faults([])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ owedItems: 0, problem: null })
  expect(await receiptsOf(owner.organizationId)).toHaveLength(450)
})

test('one account that fails keeps no other from being mirrored', async () => {
  const company = await aCompany({ accounts: 2, transactions: 40, receipts: 40 })
  const owner = await anOrganizationAtQonto(company)
  await qonto.faults([{ kind: 'unprocessable', route: 'GET /v2/transactions', account: company.accounts[0]?.id }])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ owedItems: 1 })
  const sound = await db().currentAccount.findFirstOrThrow({ where: { externalId: company.accounts[1]?.id } })
  expect(await db().receipt.count({ where: { accountId: sound.id } })).toBeGreaterThan(0)
  await qonto.faults([])
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toHaveLength(40)
})

test('short outages, rate limits and broken replies are waited out', async () => {
  const company = await aCompany({ transactions: 120, receipts: 120 })
  const owner = await anOrganizationAtQonto(company)
  await qonto.faults([
    { kind: 'server_error', route: 'GET /v2/organization', times: 1 },
    { kind: 'rate_limited', route: 'GET /v2/transactions', times: 1, retry_after: 1 },
    { kind: 'invalid_json', route: 'GET /v2/bank_accounts', times: 1 },
    { kind: 'drop_after', route: 'GET /v2/transactions', times: 1, skip: 1 },
  ])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ newReceipts: 120, owedItems: 0 })
})

test('a receipt that is attached without a trace in updated_at is found by the daily scan of everything', async () => {
  const company = await aCompany({ transactions: 250, receipts: 0 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  await qonto.switches({ attaching_bumps_updated_at: false })
  const old = await db().transaction.findFirstOrThrow({ where: { organizationId: owner.organizationId }, orderBy: { sourceUpdatedAt: 'asc' } })
  const hidden = await qonto.receipt({ company: company.id, transaction: old.externalId })
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual([])
  await db().mirrorState.updateMany({ where: { organizationId: owner.organizationId }, data: { lastFullScanAt: new Date(Date.now() - 25 * 3600_000) } })
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual([hidden.id])
})

test('a receipt is marked as removed only when Qonto confirms that it is gone, and comes back when it is seen again', async () => {
  const company = await aCompany({ transactions: 3, receipts: 3 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  const [first = '', second = '', third = ''] = await receiptsOf(owner.organizationId)
  await qonto.control('DELETE', `receipts/${first}`)
  await qonto.faults([{ kind: 'forbidden', route: 'GET /v2/attachments/{attachment}', times: 1 }])
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual([first, second, third])
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual([second, third])
  await db().receipt.updateMany({ where: { externalId: second }, data: { removedAt: new Date() } })
  await db().mirrorState.updateMany({ where: { organizationId: owner.organizationId }, data: { lastFullScanAt: null } })
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(owner.organizationId)).toEqual([second, third])
})

test('a receipt that a transaction names but does not describe is fetched by itself, and stays owed while that fails', async () => {
  const company = await aCompany({ transactions: 2, receipts: 2 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  const [lost = '', kept = ''] = await receiptsOf(owner.organizationId)
  await db().receipt.deleteMany({ where: { externalId: lost } })
  await db().mirrorState.updateMany({ where: { organizationId: owner.organizationId }, data: { readThrough: new Date() } })
  await qonto.faults([{ kind: 'forbidden_gateway', route: 'GET /v2/attachments/{attachment}', id: lost }])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ owedItems: 1, problem: 'qonto_forbidden' })
  expect(await debtsOf(owner.organizationId)).toMatchObject([{ key: `attachment:${lost}`, cause: 'qonto_forbidden' }])
  await qonto.faults([])
  expect(await mirrorInventory(owner.organizationId)).toMatchObject({ newReceipts: 1, owedItems: 0, problem: null })
  expect(await receiptsOf(owner.organizationId)).toEqual([lost, kept])
})

test('a regenerated API key stops the mirror and is shown as refused', async () => {
  const company = await aCompany({ transactions: 1, receipts: 1 })
  const owner = await anOrganizationAtQonto(company)
  await qonto.control('POST', 'api_key', { company: company.id })
  await expect(mirrorInventory(owner.organizationId)).rejects.toMatchObject({ code: 'qonto_credentials_refused', next: 'stop_all' })
  expect(await db().qontoCredential.findFirst({ where: { organizationId: owner.organizationId } })).toMatchObject({ state: 'refused', problem: 'qonto_credentials_refused' })
})

test('relabelling an account changes its label and nothing else', async () => {
  const company = await aCompany({ transactions: 5, receipts: 5 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  const before = await db().currentAccount.findFirstOrThrow({ where: { organizationId: owner.organizationId } })
  await qonto.account({ id: before.externalId, name: 'Renamed / 2' })
  await mirrorInventory(owner.organizationId)
  const after = await db().currentAccount.findMany({ where: { organizationId: owner.organizationId } })
  expect(after).toEqual([{ ...before, label: 'Renamed / 2', lastSeenAt: expect.any(Date) }])
})

test('two mirrors at once end with every receipt exactly once', async () => {
  const company = await aCompany({ accounts: 2, transactions: 600, receipts: 600 })
  const owner = await anOrganizationAtQonto(company)
  const [one, two] = await Promise.all([mirrorInventory(owner.organizationId), mirrorInventory(owner.organizationId)])
  expect(one.newReceipts + two.newReceipts).toBe(600)
  expect(await receiptsOf(owner.organizationId)).toHaveLength(600)
})

test('another organization sees nothing of it', async () => {
  const owner = await anOrganizationAtQonto(await aCompany({ transactions: 4, receipts: 4 }))
  const stranger = await anOrganizationAtQonto(await aCompany({ transactions: 2, receipts: 2 }))
  await mirrorInventory(owner.organizationId)
  expect(await receiptsOf(stranger.organizationId)).toEqual([])
})
