import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganizationAtQonto, type LocalReceipt, useLocalQonto } from './local-qonto.test-support'
import { mirrorInventory } from './mirror-inventory'
import type { OpenReceipt, Source } from './source'
import { sourceFor } from './source-for'

await useTestDatabase()
const qonto = await useLocalQonto()

const FILE = 'GET /files/{id}/{copy}'
const ATTACHMENT = 'GET /v2/attachments/{attachment}'
const company = await qonto.company({ seed: 'open-receipt' })
const owner = await anOrganizationAtQonto(company)
const pdf = Buffer.from(`%PDF-1.7\n${'receipt '.repeat(20_000)}\n%%EOF`)

const aReceipt = async (fields: Record<string, unknown> = {}) => await qonto.receipt({ company: company.id, base64: pdf.toString('base64'), ...fields })
const read = async ({ body }: OpenReceipt) => {
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}
const open = async (receipt: LocalReceipt) => await read(await (await sourceFor(owner.organizationId)).openReceipt(receipt.id))
const callsTo = async (route: string) => (await qonto.calls()).routes[route]?.count ?? 0

afterEach(async () => {
  await qonto.faults([])
  await qonto.switches({ staging_token: null })
  await qonto.clearCalls()
})

test('a receipt arrives byte for byte', async () => {
  const opened = await (await sourceFor(owner.organizationId)).openReceipt((await aReceipt({ file_name: 'a.pdf' })).id)
  expect(opened).toMatchObject({ size: pdf.length, contentType: 'application/pdf', fileName: 'a.pdf' })
  expect(createHash('sha256').update(await read(opened)).digest('hex')).toBe(createHash('sha256').update(pdf).digest('hex'))
})

test.each([
  { kind: 'truncated', code: 'receipt_truncated' },
  { kind: 'shorter', code: 'receipt_truncated' },
  { kind: 'longer', code: 'receipt_wrong_size' },
  { kind: 'html', code: 'receipt_wrong_type' },
  { kind: 'not_found', code: 'receipt_gone' },
  { kind: 'forbidden', code: 'qonto_forbidden' },
  { kind: 'expired_url', code: 'qonto_forbidden' },
])('a download that is $kind is never taken for the file', async ({ kind, code }) => {
  const receipt = await aReceipt()
  await qonto.faults([{ kind, route: FILE, id: receipt.id, ...(kind === 'html' ? { status: undefined } : {}) }])
  await expect(open(receipt)).rejects.toMatchObject({ code, next: 'skip_item' })
  await qonto.faults([])
  expect((await open(receipt)).equals(pdf)).toBe(true)
})

test('a storage that is busy or drops the call is tried again', async () => {
  const receipt = await aReceipt()
  await qonto.faults([{ kind: 'server_error', route: FILE, times: 1 }, { kind: 'rate_limited', route: FILE, times: 1, retry_after: 1 }, { kind: 'drop_before', route: FILE, times: 1 }])
  expect((await open(receipt)).equals(pdf)).toBe(true)
})

test('a receipt that Qonto does not know any more is gone', async () => {
  const receipt = await aReceipt()
  await qonto.control('DELETE', `receipts/${receipt.id}`)
  await expect(open(receipt)).rejects.toMatchObject({ code: 'receipt_gone' })
})

test('going through an account oldest first costs one call for many receipts, and an address that expired is asked for again', async () => {
  const fresh = await anOrganizationAtQonto(await qonto.company({ seed: 'many', transactions: 120, receipts: 120, receipt_size: { min: 2_000, max: 3_000 } }))
  await mirrorInventory(fresh.organizationId)
  const receipts = await db().receipt.findMany({ where: { organizationId: fresh.organizationId }, orderBy: { emittedAt: 'asc' }, include: { account: true } })
  const source: Source = await sourceFor(fresh.organizationId)
  await qonto.clearCalls()
  await qonto.faults([{ kind: 'expired_url', route: FILE, times: 1, skip: 5 }])
  for (const { externalId, size, emittedAt, account } of receipts) {
    const bytes = await read(await source.openReceipt(externalId, { near: { accountExternalId: account.externalId, emittedAt } }))
    expect(BigInt(bytes.length)).toBe(size)
  }
  expect(receipts.length).toBeGreaterThan(100)
  expect(await callsTo('GET /v2/transactions')).toBeLessThanOrEqual(3)
  expect(await callsTo(ATTACHMENT)).toBeLessThanOrEqual(2)
  expect(await callsTo(FILE)).toBe(receipts.length + 1)
})

test('twenty at once that know where they are near share one look around', async () => {
  const organization = await anOrganizationAtQonto(await qonto.company({ seed: 'at-once', transactions: 20, receipts: 20, receipt_size: { min: 2_000, max: 3_000 } }))
  await mirrorInventory(organization.organizationId)
  const receipts = await db().receipt.findMany({ where: { organizationId: organization.organizationId }, orderBy: { emittedAt: 'asc' }, include: { account: true } })
  const source = await sourceFor(organization.organizationId)
  await qonto.clearCalls()
  await Promise.all(receipts.map(async ({ externalId, emittedAt, account }) => await read(await source.openReceipt(externalId, { near: { accountExternalId: account.externalId, emittedAt } }))))
  expect(await callsTo('GET /v2/transactions')).toBe(1)
})

test('an aborted download stops with the caller’s reason, not with a wrong verdict on the receipt', async () => {
  const receipt = await aReceipt()
  await qonto.faults([{ kind: 'slow', route: FILE, bytes_per_second: 20_000 }])
  const abort = new AbortController()
  const opened = await (await sourceFor(owner.organizationId)).openReceipt(receipt.id, { signal: abort.signal })
  const reading = (async () => {
    for await (const _part of opened.body) abort.abort()
  })()
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
})

test('behind the staging gate a page of HTML in place of JSON is unreadable, not empty', async () => {
  await qonto.switches({ staging_token: 'needed' })
  const source = await sourceFor(owner.organizationId, { signal: AbortSignal.timeout(3_000) })
  await expect(source.organization()).rejects.toThrow()
})
