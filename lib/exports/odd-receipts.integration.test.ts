import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'

await useTestDatabase()
const world = await useExportWorld()
const { qonto, dropbox } = world

test('an empty file, one of 15 MB and one of 200 MB arrive byte for byte; a larger one is owed with its cause', async () => {
  const us = await world.connected({ transactions: 2, receipts: 2 })
  const company = us.company.id
  await qonto.receipt({ company, file_name: 'empty.txt', content_type: 'text/plain', base64: '' })
  await qonto.receipt({ company, file_name: 'scan.pdf', content_type: 'application/pdf', size: 15_000_000 })
  await qonto.receipt({ company, file_name: 'book.pdf', content_type: 'application/pdf', size: 200_000_000 })
  await qonto.receipt({ company, file_name: 'library.pdf', content_type: 'application/pdf', size: 210_000_000 })
  expect(await us.run('setup')).toBe('owed_remaining')
  const files = new Map((await us.files()).map((file) => [file.path.replace(/^.* /, ''), file]))
  expect([files.get('empty.txt')?.size, files.get('scan.pdf')?.size, files.get('book.pdf')?.size]).toEqual([0, 15_000_000, 200_000_000])
  const exports = await us.exports()
  expect(exports.filter(({ state }) => state === 'owed')).toMatchObject([{ receipt: { fileName: 'library.pdf' }, problem: 'receipt_too_large' }])
  for (const one of exports.filter(({ state }) => state === 'done')) expect(one).toMatchObject({ state: 'done', contentHash: (await us.files()).find(({ id }) => id === one.dropboxId)?.content_hash })
})

test('the same bytes twice and five receipts of one name all arrive, each as a file of its own', async () => {
  const us = await world.connected({ transactions: 1, receipts: 0 })
  const company = us.company.id
  const { id: transaction } = await qonto.transaction({ company })
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(2000, 32), Buffer.from('\n%%EOF\n')]).toString('base64')
  for (let copy = 0; copy < 5; copy++) await qonto.receipt({ company, transaction, file_name: 'invoice.pdf', content_type: 'application/pdf', base64: bytes })
  expect(await us.run('setup')).toBe('up_to_date')
  const files = await us.files()
  expect(files).toHaveLength(5)
  expect(new Set(files.map(({ id }) => id)).size).toBe(5)
  expect(new Set((await us.exports()).map(({ dropboxId }) => dropboxId)).size).toBe(5)
})

test('accounts of one label, of emoji, slashes or dots get folders of their own inside the root', async () => {
  const us = await world.connected({ accounts: 1, transactions: 1, receipts: 1 })
  for (const name of ['🏦', '..', 'a/b', 'Twin', 'twin']) await qonto.account({ company: us.company.id, name })
  await us.run('setup')
  const folders = (await dropbox.tree(us.email)).filter(({ kind, path }) => kind === 'folder' && path.split('/').length === 3).map(({ path }) => path.replace('/Qonto/', '').toLowerCase())
  expect(folders).toEqual(expect.arrayContaining(['account', 'account (2)', 'a-b', 'twin', 'twin (2)']))
  expect(folders).toHaveLength(6)
})

test('a label and a name far beyond what Dropbox and Windows take are shortened, and the file arrives', async () => {
  const us = await world.connected({ accounts: 1, transactions: 1, receipts: 0 })
  const { id: account } = await qonto.account({ company: us.company.id, name: `${'Subsidiary of a very long name '.repeat(6)}end` })
  for (const letter of ['a', 'é', '漢']) await qonto.receipt({ company: us.company.id, account, file_name: `${letter.repeat(240)}.pdf`, content_type: 'application/pdf', size: 20_000 })
  expect(await us.run('setup')).toBe('up_to_date')
  const files = await us.files()
  expect(files).toHaveLength(3)
  for (const { path } of files) {
    expect(path.length).toBeLessThanOrEqual(260)
    for (const part of path.split('/')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255)
    expect(path).toMatch(/\.pdf$/)
  }
})

test('a download that breaks in mid-body, and whose address has expired since, is not taken for the file and arrives with the next run', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  const broken = await qonto.receipt({ company: us.company.id, file_name: 'broken.pdf', content_type: 'application/pdf', size: 90_000 })
  const route = 'GET /files/{id}/{copy}'
  await qonto.faults([{ kind: 'truncated', id: broken.id, route, times: 1, bytes: 40_000 }, { kind: 'expired_url', id: broken.id, route, times: 1 }])
  expect(await us.run('setup')).toBe('owed_remaining')
  expect(await us.files()).toHaveLength(3)
  expect((await us.exports()).find(({ receipt }) => receipt.externalId === broken.id)).toMatchObject({ state: 'owed', problem: 'receipt_truncated' })
  expect(await us.run()).toBe('up_to_date')
  expect((await us.files()).find(({ path }) => path.endsWith('broken.pdf'))).toMatchObject({ size: 90_000 })
})
