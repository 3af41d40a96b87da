import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'
import { manifestCsv } from './manifest-csv'

await useTestDatabase()
const world = await useExportWorld()
const { qonto } = world

test('each account and period has a manifest, replaced in its place when a receipt is added', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3, months: 1 })
  await us.run('setup')
  const before = await us.manifests()
  expect(before.length).toBeGreaterThan(0)
  expect(before.every(({ path }) => /\/\d{4}-\d{2}\/_Qonto receipts \d{4}-\d{2}\.csv$/.test(path))).toBe(true)
  await qonto.receipt({ company: us.company.id, file_name: 'more.pdf', content_type: 'application/pdf', size: 30_000, emitted_at: (await us.exports())[0]?.receipt.emittedAt.toISOString() })
  await us.run()
  const after = await us.manifests()
  expect(after.map(({ path, id }) => [path, id])).toEqual(before.map(({ path, id }) => [path, id]))
  expect(after.filter((file, index) => file.rev !== before[index]?.rev)).toHaveLength(1)
})

test('a manifest that the user edited stays as it is; ours goes on beside it', async () => {
  const us = await world.connected({ transactions: 1, receipts: 1, months: 1 })
  await us.run('setup')
  const [manifest] = await us.manifests()
  await us.user('write', manifest?.path ?? '', { text: 'my notes' })
  const [first] = await us.exports()
  await qonto.receipt({ company: us.company.id, file_name: 'more.pdf', content_type: 'application/pdf', size: 30_000, emitted_at: first?.receipt.emittedAt.toISOString() })
  await us.run()
  const sizes = new Map((await us.manifests()).map(({ path, size }) => [path, size]))
  expect(sizes.get(manifest?.path ?? '')).toBe('my notes'.length)
  expect(sizes.get((manifest?.path ?? '').replace('.csv', ' (2).csv'))).toBeGreaterThan(100)
})

test('connecting again goes on with the manifest of the earlier connection', async () => {
  const us = await world.connected({ transactions: 2, receipts: 2, months: 1 })
  await us.run('setup')
  const before = await us.manifests()
  await us.disconnectRow()
  const again = await us.connectAgain()
  await again.run('setup')
  expect((await again.manifests()).map(({ path }) => path)).toEqual(before.map(({ path }) => path))
})

test('an organization that wants none gets none', async () => {
  const us = await world.connected({ transactions: 1, receipts: 1 })
  await db().organization.update({ where: { id: us.organizationId }, data: { keepManifest: false } })
  await us.run('setup')
  expect(await us.manifests()).toEqual([])
})

test('the manifest lists receipts and transactions without one, and no cell is read as a formula', () => {
  const line = { date: '2026-11-03', counterparty: '=HYPERLINK("x")', amountCents: 4205n, currency: 'EUR', side: 'debit', file: 'a "b".pdf', contentHash: 'h', receiptId: 'r', transactionId: 't', certifiedFile: 'a (certified).pdf', certifiedHash: 'c' }
  const text = manifestCsv([line, { ...line, counterparty: 'Shop', side: 'credit', file: null, contentHash: null, receiptId: null, certifiedFile: null, certifiedHash: null }]).toString()
  expect(text.split('\r\n')).toEqual([
    '\ufeffdate;counterparty;amount;currency;file;content hash;receipt id;transaction id;note;certified copy;certified content hash',
    '2026-11-03;"\'=HYPERLINK(""x"")";-42.05;EUR;"a ""b"".pdf";h;r;t;;"a (certified).pdf";c',
    '2026-11-03;"Shop";42.05;EUR;"";;;t;no receipt;"";',
    '',
  ])
})
