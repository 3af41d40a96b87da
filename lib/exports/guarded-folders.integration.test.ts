import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { certificate } from './certificate'
import { useExportWorld } from './export-world.test-support'

await useTestDatabase()
const world = await useExportWorld()

test('while people are asked about a deleted folder, a new receipt of its month waits and others go on', async () => {
  const us = await world.connected({ transactions: 1, receipts: 0 })
  const add = (emitted_at: string, file_name: string) => world.qonto.receipt({ company: us.company.id, emitted_at, file_name, content_type: 'application/pdf', size: 20_000 })
  for (let index = 0; index < 60; index++) await add('2026-09-10T10:00:00.000Z', `old-${index}.pdf`)
  expect(await us.run('setup')).toBe('up_to_date')
  const folder = (await us.files())[0]?.path.replace(/\/[^/]*$/, '') ?? ''
  await us.user('delete', folder)
  expect(await us.run()).toBe('owed_remaining')
  expect(await us.lastRun()).toMatchObject({ problem: 'deletion_unanswered' })
  expect(await certificate(us.organizationId, us.connectionId)).toMatchObject([{ receipts: 60, inDropbox: 0, unanswered: 60, owed: 0 }])
  expect((await us.connection()).deletionGuard).toMatchObject({ missing: 60, folders: [folder] })
  await add('2026-09-11T10:00:00.000Z', 'same-month.pdf')
  await add('2026-10-11T10:00:00.000Z', 'next-month.pdf')
  expect(await us.run()).toBe('owed_remaining')
  expect((await us.files()).map(({ path }) => path.replace(/^.* /, ''))).toEqual(['next-month.pdf'])
  const waiting = (await us.exports()).find(({ receipt }) => receipt.fileName === 'same-month.pdf')
  expect(waiting).toMatchObject({ state: 'owed', problem: null, attempts: 0 })
})
