import { expect, test } from 'vitest'
import { disconnect } from '@/lib/connections/disconnect'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { beginRun } from './begin-run'
import { executeRun } from './execute-run'
import { useExportWorld } from './export-world.test-support'
import { failRun } from './fail-run'
import { runInventory } from './run-inventory'
import { runUploadPage, UPLOAD_PAGE } from './run-upload-page'
import { sweepRuns } from './sweep-runs'
import type { Checkpoint } from './upload-context'

await useTestDatabase()
const world = await useExportWorld()
const { dropbox, qonto } = world
type Us = Awaited<ReturnType<typeof world.connected>>

/** Runs until the checkpoint is reached for the n-th time; there the process "dies": nothing is ended or given back. */
async function dieAt(us: Us, checkpoint: Checkpoint, nth = 1): Promise<string> {
  await db().organization.update({ where: { id: us.organizationId }, data: { keepManifest: false } })
  const runId = await us.request('setup')
  await beginRun(runId)
  await runInventory(us.ref(runId))
  let seen = 0
  const at = (here: Checkpoint) => {
    if (here === checkpoint && ++seen === nth) throw new Error('died')
  }
  await expect(runUploadPage(us.ref(runId), { ...UPLOAD_PAGE, at })).rejects.toThrow('died')
  await db().$executeRaw`UPDATE "Connection" SET "lockExpiresAt" = now() - interval '1 minute' WHERE id = ${us.connectionId}`
  await db().$executeRaw`UPDATE "Run" SET "heartbeatAt" = now() - interval '2 minutes' WHERE id = ${runId}`
  return runId
}

async function expectAllThereOnce(us: Us, count: number): Promise<void> {
  const [files, exports] = [await us.files(), await us.exports()]
  expect(files).toHaveLength(count)
  expect(exports).toHaveLength(count)
  const byId = new Map(files.map((file) => [file.id, file]))
  for (const one of exports) expect(byId.get(one.dropboxId ?? '')).toMatchObject({ path: one.path, content_hash: one.contentHash, rev: one.rev })
}

const bytesAppended = async () => (await dropbox.calls()).routes['files/upload_session/append_batch']?.bytes ?? 0

test.each<[Checkpoint, number]>([['planned', 1], ['fetched', 3], ['appended', 1], ['before commit', 1], ['after commit', 1], ['after record', 1]])(
  'a process that dies at "%s" is taken over, and every receipt arrives once',
  async (checkpoint, nth) => {
    const us = await world.connected({ transactions: 20, receipts: 20 })
    const runId = await dieAt(us, checkpoint, nth)
    const committed = (await us.files()).length
    await dropbox.clearCalls()
    expect((await sweepRuns()).map((run) => run.runId)).toContain(runId)
    expect(await executeRun(runId)).toBe('up_to_date')
    await expectAllThereOnce(us, 20)
    if (committed === 20) expect(await bytesAppended()).toBe(0)
  },
)

test.each(['start_batch', 'append_batch', 'finish_batch_v2'])('lost replies to %s cost no receipt and make no second copy', async (route) => {
  const us = await world.connected({ transactions: 15, receipts: 15 })
  await dropbox.faults([{ route: `files/upload_session/${route}`, kind: 'drop_after', times: 1, account: us.email }])
  expect(await us.run('setup')).toBe('up_to_date')
  await dropbox.faults([])
  await expectAllThereOnce(us, 15)
})

test('with every third call refused for its rate the run completes', async () => {
  const us = await world.connected({ transactions: 30, receipts: 30 })
  await dropbox.faults([{ kind: 'too_many_requests', every: 3, retry_after: 0, account: us.email }])
  expect(await us.run('setup')).toBe('up_to_date')
  await dropbox.faults([])
  await expectAllThereOnce(us, 30)
})

test('entries refused inside a successful commit are committed with the next try', async () => {
  const us = await world.connected({ transactions: 20, receipts: 20 })
  await dropbox.faults([{ kind: 'entry_too_many_write_operations', every: 3, times: 6, account: us.email }])
  expect(await us.run('setup')).toBe('up_to_date')
  await dropbox.faults([])
  await expectAllThereOnce(us, 20)
})

test('a full Dropbox stops the run with the bytes that are missing, keeps what is owed, and the next run goes on once there is room', async () => {
  const us = await world.connected({ transactions: 12, receipts: 12, receipt_size: { min: 50_000, max: 60_000 } }, { quota: 300_000 })
  expect(await us.run('setup')).toBe('stopped')
  const stopped = await us.lastRun()
  expect(stopped).toMatchObject({ outcome: 'stopped', problem: 'dropbox_full' })
  const owed = (await us.exports()).filter(({ state }) => state === 'owed')
  const owedBytes = owed.reduce((sum, one) => sum + Number(one.size), 0)
  const used = (await us.files()).reduce((sum, file) => sum + file.size, 0)
  expect(Number(stopped.missingBytes)).toBe(owedBytes - (300_000 - used))
  expect(owed.every(({ problem }) => problem === null)).toBe(true)
  await dropbox.clearCalls()
  expect(await us.run()).toBe('stopped')
  expect(await bytesAppended()).toBe(0)
  await dropbox.account(us.email, { quota: 10_000_000 })
  expect(await us.run()).toBe('up_to_date')
  await expectAllThereOnce(us, 12)
  expect(await us.connection()).toMatchObject({ problem: null, missingBytes: null })
})

test.each([
  ['forbidden', 'qonto_forbidden'], ['not_found', 'receipt_gone'], ['truncated', 'receipt_truncated'], ['shorter', 'receipt_truncated'], ['longer', 'receipt_wrong_size'], ['html', 'receipt_wrong_type'],
])('a receipt that answers "%s" for three nights stays owed as %s, stops no other, and lands on the fourth', async (kind, code) => {
  const us = await world.connected({ transactions: 6, receipts: 5 })
  const bad = await qonto.receipt({ company: us.company.id, file_name: 'bad.pdf', content_type: 'application/pdf', size: 40_000 })
  const downloads = Object.keys((await qonto.calls()).routes).find((route) => /files?\//.test(route)) ?? 'GET /files/:id'
  await qonto.faults([{ kind, id: bad.id, route: downloads }, { kind, id: bad.id }])
  for (let night = 1; night <= 3; night++) {
    expect(await us.run()).toBe('owed_remaining')
    const one = (await us.exports()).find(({ receipt }) => receipt.externalId === bad.id)
    expect(one).toMatchObject({ state: 'owed', problem: code, attempts: night })
    expect(await us.files()).toHaveLength(5)
  }
  await qonto.faults([])
  expect(await us.run()).toBe('up_to_date')
  await expectAllThereOnce(us, 6)
})

test('a disconnect in mid-run ends it: nothing is committed or recorded after it has returned', async () => {
  const us = await world.connected({ transactions: 30, receipts: 30 })
  const runId = await us.request('setup')
  await beginRun(runId)
  await runInventory(us.ref(runId))
  let gone: Promise<void> | undefined
  const at = async (checkpoint: Checkpoint) => {
    if (checkpoint === 'before commit') await (gone ??= disconnect(us.actor, us.connectionId))
  }
  await expect(runUploadPage(us.ref(runId), { ...UPLOAD_PAGE, at })).rejects.toMatchObject({ code: 'disconnected' })
  expect(gone).toBeDefined()
  await failRun(us.ref(runId), 'disconnected')
  expect(await us.files()).toEqual([])
  expect((await us.exports()).filter(({ state }) => state === 'done')).toEqual([])
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ state: 'ended', outcome: 'stopped', problem: 'disconnected' })
})

test('two workers with the same run, and another run beside it: one executes, each receipt arrives once', async () => {
  const us = await world.connected({ transactions: 25, receipts: 25 })
  const first = await us.request('setup')
  const second = (await db().run.create({ data: { organizationId: us.organizationId, connectionId: us.connectionId, trigger: 'manual' } })).id
  const outcomes = await Promise.all([executeRun(first), executeRun(first), executeRun(second)])
  expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
  for (const run of [first, second]) await executeRun(run)
  await expectAllThereOnce(us, 25)
})

test('while Qonto is down nothing is held against single receipts, and the sweep asks for another run after a pause', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  await qonto.faults([{ kind: 'unauthorized', company: us.company.id }])
  expect(await us.run('setup')).toBe('stopped')
  expect(await us.lastRun()).toMatchObject({ problem: 'qonto_credentials_refused' })
  await qonto.faults([])
  expect(await us.run()).toBe('up_to_date')
  await db().run.updateMany({ where: { connectionId: us.connectionId, trigger: 'manual' }, data: { problem: 'qonto_unreachable', outcome: 'owed_remaining', endedAt: new Date(Date.now() - 3_600_000) } })
  const [again] = (await sweepRuns()).filter((run) => run.connectionId === us.connectionId)
  expect(await executeRun(again?.runId ?? '')).toBe('up_to_date')
  expect((await sweepRuns()).filter((run) => run.connectionId === us.connectionId)).toEqual([])
})
