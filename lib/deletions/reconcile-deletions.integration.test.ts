import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { RateGate } from '@/lib/dropbox/rate-gate'
import { useTestDatabase } from '@/lib/testing/database'
import { bringBack } from './bring-back'
import { bringReceiptBack } from './bring-receipt-back'
import { listDeletions } from './list-deletions'
import { useNearDropbox } from './proof/near-dropbox.test-support'
import { aHome, aStage, act, addReceipt, treeOf, type Stage } from './proof/stage'
import { uploadOwed, type Source } from './proof/upload-stub'
import { reconcileDeletions } from './reconcile-deletions'

await useTestDatabase()
const dropbox = await useNearDropbox()

const source = (n: number, place = 'Main/2026-01'): Source => ({ fileName: `r${n}.pdf`, account: 0, place, text: `receipt ${n}` })
const january = '/Qonto/Main/2026-01'

/** A connection that has exported receipts and whose cursor is at the end. */
async function exported(sources: Source[]): Promise<Stage> {
  const stage = await aStage(await aHome(dropbox))
  for (const { account, fileName, text } of sources) await addReceipt(stage, { account, fileName, size: text.length })
  await uploadOwed(stage, sources)
  await reconcileDeletions(stage.ref, () => stage.session)
  return stage
}

const pass = (stage: Stage) => reconcileDeletions(stage.ref, () => stage.session)
const connectionOf = (stage: Stage) => db().connection.findUniqueOrThrow({ where: { id: stage.ref.connectionId } })
const statesOf = async (stage: Stage) =>
  (await db().export.findMany({ where: { connectionId: stage.ref.connectionId }, orderBy: { fileName: 'asc' } })).map((row) => [row.fileName, row.state, row.owedReason])
const actorOf = (stage: Stage, organizationId = stage.ref.organizationId) => ({
  userId: 'u', name: 'Owner', email: 'o@example.com', role: 'owner' as const, sessionId: 's', organizationId, organizationName: 'Atelier', timeZone: 'Europe/Paris', locale: 'en',
})

/** The number of calls to Dropbox that work makes. */
async function callsOf(work: () => Promise<unknown>): Promise<number> {
  await dropbox.call('DELETE', '/_sandbox/calls')
  await work()
  return (await dropbox.call<{ total: number }>('GET', '/_sandbox/calls')).total
}

test('a pass without changes costs one call', async () => {
  const stage = await exported([source(1), source(2)])
  expect(await callsOf(() => pass(stage))).toBe(1)
})

test('a deleted file is owed again and returns to the same path with the same bytes', async () => {
  const stage = await exported([source(1), source(2)])
  const before = await treeOf(stage.home)
  await act(stage.home, { op: 'delete', path: `${january}/r1.pdf` })
  expect(await pass(stage)).toMatchObject({ returned: 1, tombstoned: 0 })
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'owed', 'returned'], ['r2.pdf', 'done', null]])
  await uploadOwed(stage, [source(1), source(2)])
  await pass(stage)
  expect((await treeOf(stage.home)).map(({ path, content_hash }) => [path, content_hash])).toEqual(before.map(({ path, content_hash }) => [path, content_hash]))
  expect(await listDeletions(stage.ref.organizationId, stage.ref.connectionId)).toMatchObject([{ kind: 'file_deleted', path: `${january}/r1.pdf`, healedAt: expect.any(String) }])
})

test('a deleted folder stays away, takes its receipts along and lets new ones in', async () => {
  const stage = await exported([source(1), source(2)])
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  expect(await pass(stage)).toMatchObject({ returned: 0, tombstoned: 2 })
  await addReceipt(stage, { account: 0, fileName: 'r3.pdf', size: 9 })
  await uploadOwed(stage, [source(3)])
  await pass(stage)
  expect((await treeOf(stage.home)).filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([`${january}/r3.pdf`])
  const [deletion] = await listDeletions(stage.ref.organizationId, stage.ref.connectionId)
  expect(deletion).toMatchObject({ kind: 'folder_deleted', path: '/Qonto/Main', receipts: 2, canBringBack: true, healedAt: null })
})

test('a deleted folder is brought back by restoring, without sending bytes, once', async () => {
  const stage = await exported([source(1), source(2)])
  const ids = new Set((await treeOf(stage.home)).filter(({ kind }) => kind === 'file').map(({ id }) => id))
  await act(stage.home, { op: 'delete', path: january })
  await pass(stage)
  const [deletion] = await listDeletions(stage.ref.organizationId, stage.ref.connectionId)
  expect(await bringBack(actorOf(stage), deletion?.id ?? '')).toMatchObject({ receipts: 2 })
  expect(await bringBack(actorOf(stage), deletion?.id ?? '')).toMatchObject({ receipts: 0 })
  await pass(stage)
  await pass(stage)
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'done', null], ['r2.pdf', 'done', null]])
  expect(new Set((await treeOf(stage.home)).filter(({ kind }) => kind === 'file').map(({ id }) => id))).toEqual(ids)
  expect((await listDeletions(stage.ref.organizationId, stage.ref.connectionId)).every(({ healedAt, canBringBack }) => healedAt !== null && !canBringBack)).toBe(true)
  expect(await db().auditEntry.findMany({ where: { organizationId: stage.ref.organizationId, action: 'brought_back' } })).toHaveLength(1)
})

test('one receipt of a deleted folder is brought back alone, and the folder then keeps one less away', async () => {
  const stage = await exported([source(1), source(2), source(3)])
  const { organizationId, connectionId } = stage.ref
  await act(stage.home, { op: 'delete', path: january })
  await pass(stage)
  const folder = async () => (await listDeletions(organizationId, connectionId)).find(({ kind }) => kind === 'folder_deleted')
  const before = await folder()
  expect(before).toMatchObject({ receipts: 3, keptAway: { count: 3, first: [{ name: 'r1.pdf' }, { name: 'r2.pdf' }, { name: 'r3.pdf' }] } })
  expect(await bringReceiptBack(actorOf(stage), before?.keptAway?.first[1]?.receiptId ?? '')).toMatchObject({ receipts: 1 })
  await pass(stage)
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'tombstoned', null], ['r2.pdf', 'done', null], ['r3.pdf', 'tombstoned', null]])
  expect(await folder()).toMatchObject({ canBringBack: true, healedAt: null, keptAway: { count: 2, first: [{ name: 'r1.pdf' }, { name: 'r3.pdf' }] } })
  await pass(stage)
  expect((await listDeletions(organizationId, connectionId))[0]).toMatchObject({ kind: 'brought_back', receipts: 1, healedAt: expect.any(String) })
})

test('bringing back never replaces what a person put in the place', async () => {
  const stage = await exported([source(1)])
  await act(stage.home, { op: 'delete', path: january })
  await pass(stage)
  await act(stage.home, { op: 'write', path: `${january}/r1.pdf`, text: 'mine' })
  await pass(stage)
  const [deletion] = await listDeletions(stage.ref.organizationId, stage.ref.connectionId)
  await bringBack(actorOf(stage), deletion?.id ?? '')
  await pass(stage)
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'owed', 'brought_back']])
  await uploadOwed(stage, [source(1)])
  expect((await treeOf(stage.home)).filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([`${january}/r1 (2).pdf`, `${january}/r1.pdf`])
})

test('another organization cannot bring anything back', async () => {
  const [stage, other] = [await exported([source(1)]), await exported([])]
  await act(stage.home, { op: 'delete', path: january })
  await pass(stage)
  const [deletion] = await listDeletions(stage.ref.organizationId, stage.ref.connectionId)
  await expect(bringBack(actorOf(stage, other.ref.organizationId), deletion?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  expect(await listDeletions(other.ref.organizationId, stage.ref.connectionId)).toEqual([])
})

test.each(['garbage', null])('with the cursor %j the whole tree is compared, and decisions taken before stay', async (cursor) => {
  const stage = await exported([source(1), source(2, 'Main/2026-02'), source(3, 'Main/2026-02')])
  await act(stage.home, { op: 'delete', path: january })
  await pass(stage)
  await act(stage.home, { op: 'delete', path: '/Qonto/Main/2026-02/r2.pdf' })
  await db().connection.update({ where: { id: stage.ref.connectionId }, data: { cursor } })
  await pass(stage)
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'tombstoned', null], ['r2.pdf', 'owed', 'returned'], ['r3.pdf', 'done', null]])
  expect(await callsOf(() => pass(stage))).toBe(1)
})

test('a cursor that Dropbox resets in the middle loses nothing', async () => {
  const stage = await exported([source(1), source(2)])
  await act(stage.home, { op: 'delete', path: `${january}/r1.pdf` })
  await dropbox.call('PUT', '/_sandbox/faults', [{ kind: 'cursor_reset', route: 'files/list_folder/continue', account: stage.home.account, times: 1 }])
  await pass(stage)
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'owed', 'returned'], ['r2.pdf', 'done', null]])
})

test.each(['empty_listing', 'half_listing', 'stale_listing'])('no deletion is concluded from a listing that lies: %s', async (kind) => {
  const stage = await exported([1, 2, 3, 4, 5].map((n) => source(n)))
  await db().connection.update({ where: { id: stage.ref.connectionId }, data: { cursor: null } })
  await dropbox.call('PUT', '/_sandbox/faults', [{ kind, account: stage.home.account }])
  expect(await pass(stage)).toMatchObject({ returned: 0, tombstoned: 0 })
  await dropbox.call('PUT', '/_sandbox/faults', [])
  expect((await statesOf(stage)).every(([, state]) => state === 'done')).toBe(true)
})

test.each(['server_error', 'too_many_requests'])('an answer that is not to be had decides nothing and keeps the cursor: %s', async (kind) => {
  const stage = await exported([source(1), source(2)])
  const { cursor } = await connectionOf(stage)
  await act(stage.home, { op: 'delete', path: january })
  await dropbox.call('PUT', '/_sandbox/faults', [{ kind, route: 'files/get_metadata', account: stage.home.account, retry_after: 0 }])
  const hasty = { ...stage.session, gate: new RateGate({ attempts: 2, backOffMs: 1 }) }
  await expect(reconcileDeletions(stage.ref, () => hasty)).rejects.toMatchObject({ next: 'retry' })
  await dropbox.call('PUT', '/_sandbox/faults', [])
  expect((await statesOf(stage)).every(([, state]) => state === 'done')).toBe(true)
  expect((await connectionOf(stage)).cursor).toBe(cursor)
  expect(await pass(stage)).toMatchObject({ tombstoned: 2 })
})

test('nothing is decided from the Dropbox of another account', async () => {
  const [stage, other] = [await exported([source(1)]), await aStage(await aHome(dropbox))]
  await expect(reconcileDeletions(stage.ref, () => other.session)).rejects.toMatchObject({ code: 'dropbox_reconnect' })
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'done', null]])
  expect(await callsOf(() => pass(stage))).toBe(1)
})

test('nothing is decided while the app has no access, and nothing is lost when it has it again', async () => {
  const stage = await exported([source(1), source(2)])
  await act(stage.home, { op: 'delete', path: `${january}/r1.pdf` })
  await dropbox.call('PUT', '/_sandbox/faults', [{ kind: 'revoked_token', account: stage.home.account }])
  await expect(pass(stage)).rejects.toMatchObject({ code: 'dropbox_reconnect' })
  await dropbox.call('PUT', '/_sandbox/faults', [])
  expect((await statesOf(stage)).every(([, state]) => state === 'done')).toBe(true)
  expect(await pass(stage)).toMatchObject({ returned: 1 })
})

test('a run that has lost the connection records nothing', async () => {
  const stage = await exported([source(1)])
  await act(stage.home, { op: 'delete', path: january })
  await db().connection.update({ where: { id: stage.ref.connectionId }, data: { lockRunId: 'another' } })
  await expect(pass(stage)).rejects.toMatchObject({ code: 'run_superseded' })
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'done', null]])
  expect(await db().deletionEvent.count({ where: { connectionId: stage.ref.connectionId } })).toBe(0)
})

test('two organizations in one Dropbox do not judge each other', async () => {
  const stage = await exported([source(1)])
  const other = await aStage(stage.home, 'Qonto - Other')
  await act(stage.home, { op: 'mkdir', path: '/Qonto - Other' })
  await act(stage.home, { op: 'delete', path: '/Qonto' })
  expect(await pass(other)).toMatchObject({ returned: 0, tombstoned: 0 })
  expect(await statesOf(stage)).toEqual([['r1.pdf', 'done', null]])
  expect(await pass(stage)).toMatchObject({ tombstoned: 1 })
})

test('a root folder that was renamed is followed also when a file now has its old name', async () => {
  const stage = await exported([source(1)])
  await act(stage.home, { op: 'move', path: '/Qonto', to: '/Main' })
  await act(stage.home, { op: 'write', path: '/Qonto', text: 'in the way' })
  expect(await pass(stage)).toMatchObject({ returned: 0, tombstoned: 0 })
  expect(await db().export.findFirst({ where: { connectionId: stage.ref.connectionId } })).toMatchObject({ state: 'done', path: '/Main/Main/2026-01/r1.pdf' })
  await act(stage.home, { op: 'move', path: '/Main/Main', to: '/Outside' })
  await pass(stage)
  await act(stage.home, { op: 'move', path: '/Outside', to: '/Elsewhere' })
  await act(stage.home, { op: 'write', path: '/Outside', text: 'in the way' })
  expect(await pass(stage)).toMatchObject({ returned: 0, tombstoned: 0 })
  expect(await db().export.findFirst({ where: { connectionId: stage.ref.connectionId } })).toMatchObject({ state: 'done', path: '/Elsewhere/2026-01/r1.pdf' })
})

test('a moved root folder is followed with all that is in it', async () => {
  const stage = await exported([source(1), source(2)])
  await act(stage.home, { op: 'move', path: '/Qonto', to: '/Books/Bank' })
  await pass(stage)
  const paths = await db().export.findMany({ where: { connectionId: stage.ref.connectionId }, orderBy: { path: 'asc' }, select: { path: true } })
  expect(paths.map(({ path }) => path)).toEqual(['/Books/Bank/Main/2026-01/r1.pdf', '/Books/Bank/Main/2026-01/r2.pdf'])
  await addReceipt(stage, { account: 0, fileName: 'r3.pdf', size: 9 })
  await uploadOwed(stage, [source(3)])
  expect((await treeOf(stage.home)).some(({ path }) => path.startsWith('/Qonto'))).toBe(false)
  expect(await listDeletions(stage.ref.organizationId, stage.ref.connectionId)).toMatchObject([{ kind: 'folder_moved', path: '/Qonto', toPath: '/Books/Bank' }])
})

test.each([['kept', '/Qonto'], ['new', '/Qonto'], ['kept', '/Qonto/Main'], ['new', '/Qonto/Main'], ['new', january]])(
  'a folder that becomes shared takes nothing away, and nothing is uploaded twice: ids %s, %s',
  async (ids, folder) => {
    const stage = await exported([source(1), source(2), source(3, 'Main/2026-02')])
    await dropbox.call('PUT', '/_sandbox/switches', { shared_ids: ids })
    for (const op of ['share', 'unshare'] as const) {
      await act(stage.home, { op, path: folder })
      expect(await pass(stage)).toMatchObject({ returned: 0, tombstoned: 0, moved: 0, edited: 0 })
      expect((await statesOf(stage)).every(([, state]) => state === 'done')).toBe(true)
    }
    await addReceipt(stage, { account: 0, fileName: 'r4.pdf', size: 9 })
    await uploadOwed(stage, [source(1), source(2), source(3, 'Main/2026-02'), source(4)])
    await pass(stage)
    expect((await treeOf(stage.home)).filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([
      `${january}/r1.pdf`, `${january}/r2.pdf`, `${january}/r4.pdf`, '/Qonto/Main/2026-02/r3.pdf',
    ])
    expect(await callsOf(() => pass(stage))).toBe(1)
    await dropbox.call('DELETE', '/_sandbox/switches')
  },
)
