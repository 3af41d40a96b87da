import { afterEach, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { useTestDatabase } from '@/lib/testing/database'
import { addReceipt } from './add-receipt'
import { listReceipts } from './list-receipts'
import { listTransactions, listTransactionsWithoutReceipt } from './list-transactions'

await useTestDatabase()
const qonto = await useLocalQonto()

let serial = 0
const UPLOAD = 'POST /v2/transactions/{id}/attachments'
const aFile = (name = 'bill.pdf', text = 'content') => ({ name, bytes: Buffer.from(`%PDF-1.7\n${text}`) })

async function aTransaction() {
  const company = await qonto.company({ seed: `add-${++serial}` })
  const { id: externalId } = await qonto.transaction({ company: company.id, counterparty: 'Printer', amount_cents: 1999 })
  const owner = await anOrganizationAtQonto(company)
  await mirrorInventory(owner.organizationId)
  const transaction = await db().transaction.findFirstOrThrow({ where: { externalId } })
  return { company, owner, transaction }
}

const receiptNames = async (owner: Actor) => (await listReceipts(owner.organizationId, {})).rows.map((row) => row.fileName)
const uploadsOf = async (owner: Actor) => await db().receiptUpload.findMany({ where: { organizationId: owner.organizationId } })

afterEach(async () => {
  await qonto.faults([])
  await qonto.switches({ upload_delay_ms: 0, upload_reply: 'object' })
})

test('a file goes to Qonto and is listed as soon as Qonto shows it, byte for byte the same size', async () => {
  const { owner, transaction } = await aTransaction()
  expect((await listTransactionsWithoutReceipt(owner.organizationId)).rows.map((row) => row.id)).toEqual([transaction.id])
  await addReceipt(owner, { transactionId: transaction.id, file: aFile('Facture été.pdf') })
  expect(await receiptNames(owner)).toEqual(['Facture été.pdf'])
  expect(await uploadsOf(owner)).toMatchObject([{ receiptId: expect.any(String), sentAt: expect.any(Date), problem: null }])
  expect(await listTransactionsWithoutReceipt(owner.organizationId)).toMatchObject({ rows: [], total: 0 })
  expect(await db().auditEntry.findFirst({ where: { organizationId: owner.organizationId, action: 'receipt_added' } })).toMatchObject({ actorUserId: owner.userId })
})

test('while Qonto processes it the transaction shows one on its way, and the mirror ties the two together later', async () => {
  const { owner, transaction } = await aTransaction()
  await qonto.switches({ upload_delay_ms: 60_000, upload_reply: 'empty' })
  await addReceipt(owner, { transactionId: transaction.id, file: aFile() })
  expect(await receiptNames(owner)).toEqual([])
  expect((await listTransactions(owner.organizationId)).rows).toMatchObject([{ receipts: 0, pendingUploads: 1 }])
  await qonto.control('PUT', 'clock', { now: new Date(Date.now() + 120_000).toISOString() })
  await mirrorInventory(owner.organizationId)
  await qonto.control('PUT', 'clock', {})
  expect((await listTransactions(owner.organizationId)).rows).toMatchObject([{ receipts: 1, pendingUploads: 0 }])
  expect(await uploadsOf(owner)).toMatchObject([{ receiptId: expect.any(String) }])
})

test('pressing twice sends one file', async () => {
  const { owner, transaction } = await aTransaction()
  await qonto.switches({ upload_delay_ms: 60_000 })
  const input = { transactionId: transaction.id, file: aFile() }
  const [one, two] = await Promise.all([addReceipt(owner, input), addReceipt(owner, input)])
  expect(one).toEqual(two)
  await qonto.control('PUT', 'clock', { now: new Date(Date.now() + 120_000).toISOString() })
  await mirrorInventory(owner.organizationId)
  await qonto.control('PUT', 'clock', {})
  expect(await receiptNames(owner)).toEqual(['bill.pdf'])
})

test('a reply that is lost after Qonto took the file makes no second copy', async () => {
  const { owner, transaction } = await aTransaction()
  await qonto.faults([{ kind: 'drop_after', route: UPLOAD, times: 1 }])
  await addReceipt(owner, { transactionId: transaction.id, file: aFile() })
  expect(await receiptNames(owner)).toEqual(['bill.pdf'])
})

test('a refused upload leaves nothing pending, and may be tried again', async () => {
  const { owner, transaction } = await aTransaction()
  await qonto.faults([{ kind: 'forbidden', route: UPLOAD, times: 1 }])
  await expect(addReceipt(owner, { transactionId: transaction.id, file: aFile() })).rejects.toMatchObject({ code: 'qonto_forbidden' })
  expect((await listTransactions(owner.organizationId)).rows).toMatchObject([{ receipts: 0, pendingUploads: 0 }])
  await addReceipt(owner, { transactionId: transaction.id, file: aFile() })
  expect(await receiptNames(owner)).toEqual(['bill.pdf'])
})

test('a sixth receipt is refused, also when two are sent at once', async () => {
  const { owner, transaction } = await aTransaction()
  for (let at = 1; at <= 4; at += 1) await addReceipt(owner, { transactionId: transaction.id, file: aFile(`${at}.pdf`, `${at}`) })
  await qonto.switches({ upload_delay_ms: 60_000 })
  const outcomes = await Promise.allSettled(['5', '6'].map(async (text) => await addReceipt(owner, { transactionId: transaction.id, file: aFile(`${text}.pdf`, text) })))
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'upload_too_many' } })
})

test('a mislabelled file reaches neither Qonto nor our tables', async () => {
  const { owner, transaction } = await aTransaction()
  await qonto.clearCalls()
  const file = { name: 'bill.pdf', bytes: Buffer.from('<html>not a bill</html>') }
  await expect(addReceipt(owner, { transactionId: transaction.id, file })).rejects.toMatchObject({ code: 'upload_wrong_type' })
  expect(await uploadsOf(owner)).toEqual([])
  expect((await qonto.calls()).routes[UPLOAD]).toBeUndefined()
})

test('nothing can be added to another organization’s transaction', async () => {
  const { transaction } = await aTransaction()
  const stranger = (await aTransaction()).owner
  await qonto.clearCalls()
  await expect(addReceipt(stranger, { transactionId: transaction.id, file: aFile() })).rejects.toMatchObject({ code: 'not_found' })
  expect((await qonto.calls()).routes[UPLOAD]).toBeUndefined()
  expect((await listTransactions(stranger.organizationId)).rows.map((row) => row.id)).not.toContain(transaction.id)
})
