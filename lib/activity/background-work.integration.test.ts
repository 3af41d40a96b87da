import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'

await useTestDatabase()
process.env.EMBEDDED_RUNNER_PORT = '4000'
const { listBackgroundWork } = await import('./list-background-work')
const { retryBackgroundRun } = await import('./retry-background-run')

let [us, they]: Actor[] = []
beforeAll(async () => {
  for (const [id, cron] of [['notify', '*/10 * * * *'], ['refresh-inventory', null], ['export-connection-failure', null]] as const) {
    const functionId = `receipts-to-dropbox-${id}`
    await db().$executeRaw`INSERT INTO runner.function VALUES (${functionId}, '{}')`
    if (cron) await db().$executeRaw`INSERT INTO runner.cron VALUES (${functionId}, ${cron}, '2026-11-23T20:10:00Z')`
  }
})
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE runner.run CASCADE`
  us = await aMember(await anOrganization(), 'owner')
  they = await aMember(await anOrganization(), 'owner')
})

let serial = 0

/** A run as the runner leaves it; `data` is that of its event. */
async function aRun(functionId: string, status: string, data: object, error: object | null = null): Promise<string> {
  const id = `01RUN${String(++serial).padStart(6, '0')}`
  const event = { id, name: functionId === 'export-connection' ? 'export/requested' : 'inventory/requested', data, ts: 0 }
  await db().$executeRaw`
    INSERT INTO runner.run (id, function_id, event, status, singleton_key, error, ended_at)
    VALUES (${id}, ${`receipts-to-dropbox-${functionId}`}, ${event}::json, ${status}, ${null}, ${error}::json, CASE WHEN ${status} = 'failed' THEN now() END)`
  return id
}

async function listed(actor: Actor | undefined) {
  const work = await listBackgroundWork(actor?.organizationId ?? '')
  if (work.engine !== 'embedded') throw new Error('another engine')
  return work
}

const statusOf = async (id: string) => (await db().$queryRaw<{ status: string }[]>`SELECT status FROM runner.run WHERE id = ${id}`)[0]?.status

test('functions are listed with their next ticks, those that only follow a failure are not', async () => {
  expect((await listed(us)).functions).toEqual([
    { id: 'notify', nextTickAt: '2026-11-23T20:10:00.000Z' },
    { id: 'refresh-inventory', nextTickAt: null },
  ])
})

test('an organization sees its own runs and those that concern nobody in particular, with plain causes', async () => {
  const ours = await aRun('refresh-inventory', 'failed', { organizationId: us?.organizationId }, { name: 'AppError', code: 'qonto_unreachable', message: 'GET https://x/y', stack: 'at /srv' })
  await aRun('refresh-inventory', 'failed', { organizationId: they?.organizationId }, { message: 'secret' })
  const handler = await aRun('export-connection-failure', 'running', { event: { data: { organizationId: us?.organizationId } } })
  await aRun('export-connection-failure', 'running', { event: { data: { organizationId: they?.organizationId } } })
  const shared = await aRun('notify', 'failed', {}, { message: 'broken' })
  const { runs } = await listed(us)
  expect(runs.map(({ id }) => id)).toEqual([handler, shared, ours])
  expect(runs.map(({ functionId }) => functionId)).toEqual(['export-connection', 'notify', 'refresh-inventory'])
  expect(runs[2]).toMatchObject({ cause: { code: 'qonto_unreachable', message: 'GET …' }, isOurs: true })
  expect(runs[1]).toMatchObject({ cause: { code: null, message: '' }, isOurs: false })
})

test('Retry lets a failed run go on after its finished steps, once, and is recorded', async () => {
  const id = await aRun('refresh-inventory', 'failed', { organizationId: us?.organizationId }, { message: 'x' })
  await db().$executeRaw`INSERT INTO runner.step (run_id, id, name, state) VALUES (${id}, 'a', 'a', 'data'), (${id}, 'b', 'b', 'error')`
  for (const _ of [1, 2]) expect(await retryBackgroundRun(us as Actor, id)).toBeNull()
  expect(await statusOf(id)).toBe('queued')
  expect(await db().$queryRaw`SELECT id FROM runner.step WHERE run_id = ${id}`).toEqual([{ id: 'a' }])
  expect(await db().$queryRaw`SELECT step_id FROM runner.job WHERE run_id = ${id}`).toEqual([{ step_id: 'step' }])
  expect(await db().auditEntry.count({ where: { organizationId: us?.organizationId, action: 'retry_requested' } })).toBe(1)
})

test.each(['refresh-inventory', 'export-connection'])('a failed %s of another organization, or one that concerns nobody, cannot be retried', async (functionId) => {
  const theirs = await aRun(functionId, 'failed', { organizationId: they?.organizationId, connectionId: 'c' })
  const shared = await aRun('notify', 'failed', {})
  for (const id of [theirs, shared, 'unknown']) {
    await expect(retryBackgroundRun(us as Actor, id)).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await statusOf(theirs)).toBe('failed')
})

test('Retry of an export whose connection is gone says so', async () => {
  const id = await aRun('export-connection', 'failed', { organizationId: us?.organizationId, connectionId: 'gone' })
  await expect(retryBackgroundRun(us as Actor, id)).rejects.toMatchObject({ code: 'not_connected' })
})
