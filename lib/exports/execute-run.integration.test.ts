import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'
import { getProgress } from './get-progress'

await useTestDatabase()
const world = await useExportWorld()

test('every receipt of the company arrives, filed by account and period, with the hash of its bytes', async () => {
  const us = await world.connected({ accounts: 2, transactions: 40, receipts: 60, months: 5 })
  expect(await us.run('setup')).toBe('up_to_date')
  const [files, exports] = [await us.files(), await us.exports()]
  expect(files).toHaveLength(60)
  const byPath = new Map(files.map((file) => [file.path, file]))
  for (const one of exports) {
    expect(one).toMatchObject({ state: 'done', problem: null })
    expect(byPath.get(one.path ?? '')).toMatchObject({ id: one.dropboxId, rev: one.rev, content_hash: one.contentHash, size: Number(one.size) })
    expect(one.path).toMatch(/^\/Qonto\/[^/]+\/\d{4}-\d{2}\/\d{4}-\d{2}-\d{2} [^/]+$/)
  }
  const progress = await getProgress(us.organizationId, us.connectionId)
  expect(progress.totals).toMatchObject({ qualifying: 60, done: 60, owed: 0 })
  expect(progress.last).toMatchObject({ outcome: 'up_to_date', planned: 60, uploaded: 60, adopted: 0, failed: 0 })
})

test('a quiet run uploads nothing and asks Dropbox once', async () => {
  const us = await world.connected({ transactions: 10, receipts: 10 })
  await us.run('setup')
  await world.dropbox.clearCalls()
  expect(await us.run()).toBe('up_to_date')
  expect((await world.dropbox.calls()).total).toBe(1)
  expect(await db().run.count({ where: { connectionId: us.connectionId, uploadedCount: 0 } })).toBe(1)
})
