import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'
import { refileNow } from './refile-now'

await useTestDatabase()
const world = await useExportWorld()

test('files move to the names and folders of the new settings without being sent again; what people moved stays', async () => {
  const us = await world.connected({ transactions: 12, receipts: 12, months: 3 })
  await us.run('setup')
  const before = await us.files()
  await us.user('move', before[0]?.path ?? '', { to: '/Qonto/mine.pdf' })
  await us.run()
  await db().organization.update({ where: { id: us.organizationId }, data: { periodKind: 'year', fileTemplate: '{original} {amount}' } })
  await world.dropbox.clearCalls()
  expect(await refileNow(us.organizationId, us.connectionId)).toEqual({ moved: 11, left: 0 })
  expect((await world.dropbox.calls()).routes['files/upload_session/append_batch']).toBeUndefined()
  const after = await us.files()
  expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
  expect(after.filter(({ path }) => /^\/Qonto\/[^/]+\/\d{4}\/.* \d+\.\d\d( \(\d+\))?(\.\w+)?$/.test(path))).toHaveLength(11)
  expect(after.map(({ path }) => path)).toContain('/Qonto/mine.pdf')
  const paths = new Map(after.map(({ id, path }) => [id, path]))
  for (const one of await us.exports()) expect(one.path).toBe(paths.get(one.dropboxId ?? ''))
  expect(await us.run()).toBe('up_to_date')
  expect(await us.files()).toHaveLength(12)
  expect(await refileNow(us.organizationId, us.connectionId)).toEqual({ moved: 0, left: 0 })
})
