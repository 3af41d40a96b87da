import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'

await useTestDatabase()
const world = await useExportWorld()

test('receipts that are all called alike arrive under numbers of their own, around a file that the user has put in the way', async () => {
  const us = await world.connected({ transactions: 1, receipts: 0 })
  await db().organization.update({ where: { id: us.organizationId }, data: { fileTemplate: '{original}' } })
  let last = ''
  const add = async (transactions: number) => {
    for (let index = 0; index < transactions * 5; index++) {
      const emitted_at = new Date(Date.UTC(2026, 8, 1)).toISOString()
      const transaction = index % 5 === 0 ? (await world.qonto.transaction({ company: us.company.id, emitted_at })).id : undefined
      last = transaction ?? last
      await world.qonto.receipt({ company: us.company.id, transaction: last, file_name: 'scan.pdf', content_type: 'application/pdf', size: 40_000 + index })
    }
  }
  await add(18)
  expect(await us.run('setup')).toBe('up_to_date')
  const folder = (await us.files())[0]?.path.split('/').slice(0, -1).join('/') ?? ''
  await us.user('write', `${folder}/scan (95).pdf`, { text: 'mine' })
  await add(3)
  expect(await us.run()).toBe('up_to_date')
  const exports = await us.exports()
  expect(exports).toHaveLength(105)
  expect(new Set(exports.map(({ pathKey }) => pathKey)).size).toBe(105)
  const files = new Map((await us.files()).map((file) => [file.id, file]))
  expect(files.size).toBe(106)
  for (const one of exports) expect(files.get(one.dropboxId ?? '')).toMatchObject({ path: one.path, content_hash: one.contentHash })
})
