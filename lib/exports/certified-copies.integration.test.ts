import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { bringBack } from '@/lib/deletions/bring-back'
import { sourceFor } from '@/lib/sources/source-for'
import { contentHash } from '@/lib/dropbox/content-hash'
import { beginRun } from './begin-run'
import { certificate } from './certificate'
import { ensureExports } from './ensure-exports'
import { executeRun } from './execute-run'
import { useExportWorld } from './export-world.test-support'
import { getProgress } from './get-progress'
import { listProblems } from './list-problems'
import { manifestLines } from './manifest-lines'
import { requestRefile } from './request-refile'
import { runInventory } from './run-inventory'
import { runUploadPage, UPLOAD_PAGE } from './run-upload-page'
import type { Checkpoint } from './upload-context'
import { verifyNow } from './verify-now'

await useTestDatabase()
const world = await useExportWorld()
const { qonto } = world
type Us = Awaited<ReturnType<typeof world.connected>>

beforeAll(async () => {
  await qonto.switches({ probative_delay_ms: 0 })
})

/** A connected company with receipts that Qonto holds certified copies of, in one month. */
async function certifying(receipts: number, probative = 'available', keepProbative = true): Promise<Us> {
  const us = await world.connected({ transactions: 1, receipts: 0 })
  await db().organization.update({ where: { id: us.organizationId }, data: { keepProbative } })
  for (let index = 0; index < receipts; index++) await add(us, `r${index}.jpg`, probative)
  return us
}

const add = (us: Us, file_name: string, probative = 'available') =>
  qonto.receipt({ company: us.company.id, file_name, content_type: 'image/jpeg', size: 200_000, probative, emitted_at: '2026-09-10T10:00:00.000Z' })

const copiesOf = async (us: Us) => (await us.exports()).filter(({ kind }) => kind === 'certified')
const names = async (us: Us) => (await us.files()).map(({ path }) => path.replace(/^.*\//, '').replace(/^.* (r\d+)/, '$1')).sort()
const states = async (us: Us) => (await us.exports()).map(({ kind, state }) => `${kind} ${state}`).sort()

async function expectAllAsRecorded(us: Us): Promise<void> {
  const files = new Map((await us.files()).map((file) => [file.id, file]))
  const exports = await us.exports()
  expect(files.size).toBe(exports.length)
  for (const one of exports) expect(files.get(one.dropboxId ?? '')).toMatchObject({ path: one.path, content_hash: one.contentHash, rev: one.rev })
}

test('certified copies lie beside their originals, byte for byte, and each receipt is still counted once', async () => {
  const us = await certifying(3)
  expect(await us.run('setup')).toBe('up_to_date')
  expect(await names(us)).toEqual(['r0 (certified).pdf', 'r0.jpg', 'r1 (certified).pdf', 'r1.jpg', 'r2 (certified).pdf', 'r2.jpg'])
  await expectAllAsRecorded(us)
  const source = await sourceFor(us.organizationId)
  for (const copy of await copiesOf(us)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of (await source.openCertified(copy.receipt.externalId)).body) chunks.push(chunk)
    expect(copy.contentHash).toBe(contentHash(Buffer.concat(chunks)))
  }
  const { totals } = await getProgress(us.organizationId, us.connectionId)
  expect(totals).toMatchObject({ qualifying: 3, done: 3, owed: 0, copies: { done: 3, owed: 0, fresh: 0, failing: 0 } })
  expect(await certificate(us.organizationId, us.connectionId)).toMatchObject([{ period: '2026-09', receipts: 3, inDropbox: 3, copies: 3, copiesOwed: 0 }])
  expect(await us.run()).toBe('up_to_date')
  expect(await us.files()).toHaveLength(6)
})

test('five receipts of one name have five copies, each named after its own original', async () => {
  const us = await certifying(0)
  const { id: transaction } = await qonto.transaction({ company: us.company.id, emitted_at: '2026-09-10T10:00:00.000Z' })
  for (let index = 0; index < 5; index++) await qonto.receipt({ company: us.company.id, transaction, file_name: 'scan.jpg', content_type: 'image/jpeg', size: 200_000 + index })
  expect(await us.run('setup')).toBe('up_to_date')
  const exports = await us.exports()
  const originals = new Map(exports.filter(({ kind }) => kind === 'original').map((one) => [one.receiptId, one.path ?? '']))
  expect(new Set(originals.values()).size).toBe(5)
  for (const copy of await copiesOf(us)) expect(copy.path).toBe(originals.get(copy.receiptId)?.replace(/\.jpg$/, ' (certified).pdf'))
})

test('without the switch no copy is made; with it the next run adds those of old receipts', async () => {
  const us = await certifying(2, 'available', false)
  expect(await us.run('setup')).toBe('up_to_date')
  expect(await us.files()).toHaveLength(2)
  await db().organization.update({ where: { id: us.organizationId }, data: { keepProbative: true } })
  expect(await us.run()).toBe('up_to_date')
  expect(await names(us)).toEqual(['r0 (certified).pdf', 'r0.jpg', 'r1 (certified).pdf', 'r1.jpg'])
})

test('a copy that Qonto is still making is not owed, and follows once it is there', async () => {
  const us = await certifying(0)
  await qonto.switches({ probative_delay_ms: 3_600_000 })
  await qonto.receipt({ company: us.company.id, file_name: 'r0.jpg', content_type: 'image/jpeg', size: 200_000 })
  expect(await us.run('setup')).toBe('up_to_date')
  expect(await states(us)).toEqual(['original done'])
  await qonto.switches({ probative_delay_ms: 0 })
  await db().receipt.updateMany({ where: { organizationId: us.organizationId }, data: { certifiedAskedAt: null } })
  expect(await us.run()).toBe('up_to_date')
  expect(await states(us)).toEqual(['certified done', 'original done'])
})

test.each(['unavailable', 'corrupted'])('a copy that Qonto calls %s is never owed', async (probative) => {
  const us = await certifying(1, probative)
  expect(await us.run('setup')).toBe('up_to_date')
  expect(await states(us)).toEqual(['original done'])
})

test('a copy that cannot be read stays owed with its cause, stops nothing, and hides nothing', async () => {
  const us = await certifying(2)
  // Only copies are asked for one by one.
  await qonto.faults([{ route: 'GET /v2/attachments/{attachment}', kind: 'not_found' }])
  const outcome = await us.run('setup')
  await qonto.faults([])
  expect(await copiesOf(us)).toMatchObject([{ state: 'owed', problem: 'receipt_gone' }, { state: 'owed', problem: 'receipt_gone' }])
  expect(outcome).toBe('owed_remaining')
  const { totals } = await getProgress(us.organizationId, us.connectionId)
  expect(totals).toMatchObject({ done: 2, owed: 0, failing: 0, copies: { done: 0, owed: 2, fresh: 0, failing: 2 } })
  expect(await listProblems(us.organizationId, us.connectionId)).toMatchObject([{ kind: 'certified' }, { kind: 'certified' }])
  expect(await us.run()).toBe('up_to_date')
  await expectAllAsRecorded(us)
})

test('a copy deleted in Dropbox comes back beside its original, which is left alone', async () => {
  const us = await certifying(1)
  await us.run('setup')
  const [copy] = await copiesOf(us)
  await us.user('delete', copy?.path ?? '')
  expect(await us.run('reconcile')).toBe('up_to_date')
  expect(await names(us)).toEqual(['r0 (certified).pdf', 'r0.jpg'])
  await expectAllAsRecorded(us)
})

test('a deleted folder keeps receipts and copies away, also a copy that becomes available later', async () => {
  const us = await certifying(2)
  await add(us, 'r2.jpg', 'pending')
  await us.run('setup')
  expect(await us.files()).toHaveLength(5)
  await us.user('delete', '/Qonto/Main account/2026-09')
  expect(await us.run()).toBe('up_to_date')
  await db().receipt.updateMany({ where: { organizationId: us.organizationId, fileName: 'r2.jpg' }, data: { certifiedState: 'available' } })
  await ensureExports(us.connectionId)
  expect(await us.files()).toHaveLength(0)
  expect(await states(us)).toEqual(['certified tombstoned', 'certified tombstoned', 'original tombstoned', 'original tombstoned', 'original tombstoned'])
})

test('a deleted folder counts its receipts once, and brought back it has receipts and copies again', async () => {
  const us = await certifying(3)
  await us.run('setup')
  await us.user('delete', '/Qonto/Main account/2026-09')
  await us.run()
  const event = await db().deletionEvent.findFirstOrThrow({ where: { connectionId: us.connectionId, kind: 'folder_deleted' } })
  expect(event.receiptCount).toBe(3)
  expect(await bringBack(us.actor, event.id)).toMatchObject({ receipts: 3 })
  expect(await us.run()).toBe('up_to_date')
  expect(await us.files()).toHaveLength(6)
  await expectAllAsRecorded(us)
})

test('a copy that a person moved is followed, and edited content is left alone', async () => {
  const us = await certifying(1)
  await us.run('setup')
  const [copy] = await copiesOf(us)
  await us.user('move', copy?.path ?? '', { to: '/Qonto/kept/proof.pdf' })
  expect(await us.run()).toBe('up_to_date')
  expect((await copiesOf(us))[0]).toMatchObject({ state: 'done', path: '/Qonto/kept/proof.pdf' })
  await us.user('write', '/Qonto/kept/proof.pdf', { text: 'mine' })
  expect(await us.run()).toBe('up_to_date')
  expect((await copiesOf(us))[0]?.changedAt).not.toBeNull()
  expect(await us.files()).toHaveLength(2)
})

test('connecting again adopts copies as it adopts originals', async () => {
  const us = await certifying(3)
  await us.run('setup')
  const before = await us.files()
  await us.disconnectRow()
  const again = await us.connectAgain()
  expect(await again.run('setup')).toBe('up_to_date')
  expect((await again.exports()).every(({ isAdopted }) => isAdopted)).toBe(true)
  expect((await again.files()).map(({ id, rev }) => [id, rev]).sort()).toEqual(before.map(({ id, rev }) => [id, rev]).sort())
})

test('switched off, what is in Dropbox stays, nothing new is made, and a deleted copy does not come back', async () => {
  const us = await certifying(2)
  await us.run('setup')
  await db().organization.update({ where: { id: us.organizationId }, data: { keepProbative: false } })
  await add(us, 'r2.jpg')
  const [copy] = await copiesOf(us)
  await us.user('delete', copy?.path ?? '')
  expect(await us.run('reconcile')).toBe('up_to_date')
  expect(await us.run()).toBe('up_to_date')
  expect(await states(us)).toEqual(['certified done', 'original done', 'original done', 'original done'])
  await expectAllAsRecorded(us)
})

test('verification confirms copies too, and re-filing moves them along with their originals', async () => {
  const us = await certifying(2)
  await us.run('setup')
  expect(await verifyNow(us.organizationId, us.connectionId)).toMatchObject({ confirmed: 4, mismatched: 0, missing: 0 })
  await db().organization.update({ where: { id: us.organizationId }, data: { fileTemplate: '{original} {year}', periodKind: 'quarter' } })
  expect(await executeRun((await requestRefile(us.actor)).runId)).toBe('up_to_date')
  expect((await us.files()).map(({ path }) => path.split('/').slice(3).join('/')).sort()).toEqual(
    ['r0 2026 (certified).pdf', 'r0 2026.jpg', 'r1 2026 (certified).pdf', 'r1 2026.jpg'].map((name) => `2026-Q3/${name}`),
  )
  expect(await us.run()).toBe('up_to_date')
  await expectAllAsRecorded(us)
})

test.each<Checkpoint>(['planned', 'before commit', 'after commit'])('a process that dies at "%s" leaves neither a copy missing nor a copy twice', async (checkpoint) => {
  const us = await certifying(4)
  await db().organization.update({ where: { id: us.organizationId }, data: { keepManifest: false } })
  const runId = await us.request('setup')
  await beginRun(runId)
  await runInventory(us.ref(runId))
  const at = (here: Checkpoint) => {
    if (here === checkpoint) throw new Error('died')
  }
  await expect(runUploadPage(us.ref(runId), { ...UPLOAD_PAGE, at })).rejects.toThrow('died')
  await db().$executeRaw`UPDATE "Connection" SET "lockExpiresAt" = now() - interval '1 minute' WHERE id = ${us.connectionId}`
  await db().$executeRaw`UPDATE "Run" SET "heartbeatAt" = now() - interval '2 minutes' WHERE id = ${runId}`
  expect(await executeRun(runId)).toBe('up_to_date')
  expect(await us.files()).toHaveLength(8)
  await expectAllAsRecorded(us)
})

test('the manifest names the copy and its hash in the line of its receipt', async () => {
  const us = await certifying(1)
  await us.run('setup')
  expect(await us.manifests()).toHaveLength(1)
  const account = await db().currentAccount.findFirstOrThrow({ where: { organizationId: us.organizationId } })
  const [copy] = await copiesOf(us)
  const all = await manifestLines(us.ref('x'), { accountId: account.id, period: '2026-09', timeZone: 'Europe/Paris', periodKind: 'month' })
  expect(all.filter(({ receiptId }) => receiptId !== null)).toMatchObject([{ certifiedFile: copy?.fileName, certifiedHash: copy?.contentHash }])
})
