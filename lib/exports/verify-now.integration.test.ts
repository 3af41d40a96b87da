import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { executeRun } from './execute-run'
import { useExportWorld } from './export-world.test-support'
import { verifyNow } from './verify-now'

await useTestDatabase()
const world = await useExportWorld()

test('verification confirms what agrees, reports what was edited, and leaves deletions to their own rules', async () => {
  const us = await world.connected({ transactions: 5, receipts: 5 })
  await us.run('setup')
  const [edited, deleted, moved] = await us.files()
  await us.user('write', edited?.path ?? '', { text: 'edited' })
  await us.user('delete', deleted?.path ?? '')
  await us.user('move', moved?.path ?? '', { to: '/elsewhere.pdf' })
  expect(await verifyNow(us.organizationId, us.connectionId)).toMatchObject({ confirmed: 3, changed: 1, mismatched: 0, missing: 1, runId: null })
  const states = (await us.exports()).map((one) => [one.state, one.changedAt !== null])
  expect(states.filter(([state, isChanged]) => state === 'done' && isChanged)).toHaveLength(1)
  expect(states.filter(([state]) => state === 'done')).toHaveLength(5)
})

test('bytes that are not what the ledger says are owed again, with an audit entry, and come back', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  await us.run('setup')
  const [wrong] = await us.exports()
  await db().export.update({ where: { id: wrong?.id ?? '' }, data: { contentHash: '0'.repeat(64) } })
  const result = await verifyNow(us.organizationId, us.connectionId)
  expect(result).toMatchObject({ confirmed: 2, mismatched: 1 })
  expect(await db().auditEntry.count({ where: { organizationId: us.organizationId, action: 'verify_mismatch' } })).toBe(1)
  expect(await executeRun(result.runId ?? '')).toBe('up_to_date')
  expect(await verifyNow(us.organizationId, us.connectionId)).toMatchObject({ confirmed: 3, mismatched: 0 })
  expect(await us.files()).toHaveLength(3)
})

test('while a run works, verification waits for another time', async () => {
  const us = await world.connected({ transactions: 1, receipts: 1 })
  await db().connection.update({ where: { id: us.connectionId }, data: { lockRunId: 'r', lockExpiresAt: new Date(Date.now() + 60_000) } })
  await expect(verifyNow(us.organizationId, us.connectionId)).rejects.toMatchObject({ code: 'run_in_progress' })
})
