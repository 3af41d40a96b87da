import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { useExportWorld } from './export-world.test-support'
import { executeRun } from './execute-run'
import { getRefiling } from './get-refiling'
import { requestRefile } from './request-refile'

await useTestDatabase()
const world = await useExportWorld()

const refile = async (us: Awaited<ReturnType<typeof world.connected>>) => expect(await executeRun((await requestRefile(us.actor)).runId)).toBe('up_to_date')

test('files move to the names and folders of the new settings without being sent again; what people moved stays', async () => {
  const us = await world.connected({ transactions: 12, receipts: 12, months: 3 })
  await us.run('setup')
  const before = await us.files()
  await us.user('move', before[0]?.path ?? '', { to: '/Qonto/mine.pdf' })
  await us.run()
  await db().organization.update({ where: { id: us.organizationId }, data: { periodKind: 'year', fileTemplate: '{original} {amount}', keepManifest: false } })
  await world.dropbox.clearCalls()
  await refile(us)
  expect(await getRefiling(us.organizationId)).toMatchObject({ isUnderWay: false, toGo: 0, moved: 11, left: 0 })
  expect((await world.dropbox.calls()).routes['files/upload_session/append_batch']).toBeUndefined()
  const after = await us.files()
  expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
  expect(after.filter(({ path }) => /^\/Qonto\/[^/]+\/\d{4}\/.* \d+\.\d\d( \(\d+\))?(\.\w+)?$/.test(path))).toHaveLength(11)
  expect(after.map(({ path }) => path)).toContain('/Qonto/mine.pdf')
  const paths = new Map(after.map(({ id, path }) => [id, path]))
  for (const one of await us.exports()) expect(one.path).toBe(paths.get(one.dropboxId ?? ''))
  expect(await us.run()).toBe('up_to_date')
  expect(await us.files()).toHaveLength(12)
  await refile(us)
  expect(await getRefiling(us.organizationId)).toMatchObject({ isUnderWay: false, moved: 0, left: 0 })
})

test('re-filing goes on where a run died, and a place that somebody has taken is left to them', async () => {
  const us = await world.connected({ transactions: 6, receipts: 6, months: 1 })
  await us.run('setup')
  await db().organization.update({ where: { id: us.organizationId }, data: { fileTemplate: '{year} {original}' } })
  const [first] = await us.exports()
  const folder = first?.path?.replace(/\/[^/]*$/, '') ?? ''
  const wanted = `${folder}/${first?.receipt.emittedAt.getUTCFullYear()} ${first?.receipt.fileName}`
  await us.user('write', wanted, { text: 'mine' })
  const { runId } = await requestRefile(us.actor)
  await world.dropbox.faults([{ route: 'files/move_batch_v2', kind: 'drop_after', times: 1, account: us.email }])
  expect(await executeRun(runId)).toBe('up_to_date')
  await world.dropbox.faults([])
  expect(await getRefiling(us.organizationId)).toMatchObject({ isUnderWay: false, moved: 5, left: 1 })
  expect((await us.files()).filter(({ path }) => /\/\d{4} [^/]*$/.test(path))).toHaveLength(6)
  const files = new Map((await us.files()).map((file) => [file.id, file]))
  for (const one of await us.exports()) expect(files.get(one.dropboxId ?? '')).toMatchObject({ path: one.path, content_hash: one.contentHash })
})

test('with nothing connected there is nothing to re-file', async () => {
  const us = await world.connected({ transactions: 1, receipts: 1 })
  await us.disconnectRow()
  await expect(requestRefile(us.actor)).rejects.toMatchObject({ code: 'not_connected' })
  expect(await getRefiling(us.organizationId)).toBeNull()
})
