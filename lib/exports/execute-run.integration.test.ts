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
  await us.run()
  await world.dropbox.clearCalls()
  expect(await us.run()).toBe('up_to_date')
  expect((await world.dropbox.calls()).total).toBe(1)
  expect(await db().run.count({ where: { connectionId: us.connectionId, uploadedCount: 0 } })).toBe(2)
})

test('a large company that comes to a database of others is planned for by its size, not as one without receipts', async () => {
  await (await world.connected({ transactions: 5, receipts: 5 })).run('setup')
  await db().$executeRaw`ANALYZE "Transaction", "Receipt", "Export"`
  const us = await world.connected({ transactions: 1100, receipts: 1100, months: 2, receipt_size: { min: 900, max: 1000 } })
  expect(await us.run('setup')).toBe('up_to_date')
  const expected = async (table: 'Receipt' | 'Export') => {
    const [row] = await db().$queryRawUnsafe<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }[]>(`EXPLAIN (FORMAT JSON) SELECT * FROM "${table}" WHERE "organizationId" = '${us.organizationId}'`)
    return row?.['QUERY PLAN'][0]?.Plan['Plan Rows']
  }
  expect(await expected('Receipt')).toBeGreaterThan(900)
  expect(await expected('Export')).toBeGreaterThan(900)
})

test('a new account gets its folder with the next run, while it is still empty', async () => {
  const us = await world.connected({ transactions: 2, receipts: 2 })
  await us.run('setup')
  await world.qonto.account({ company: us.company.id, name: 'Travel & events' })
  await us.run()
  expect((await world.dropbox.tree(us.email)).map(({ path }) => path)).toContain('/Qonto/Travel & events')
})

test('a receipt added later arrives with the next run, and only receipts on or after the start qualify', async () => {
  const us = await world.connected({ transactions: 5, receipts: 5 }, { startAt: new Date() })
  expect(await us.run('setup')).toBe('up_to_date')
  expect(await us.files()).toHaveLength(0)
  await world.qonto.receipt({ company: us.company.id, file_name: 'late.pdf', content_type: 'application/pdf', size: 30_000 })
  expect(await us.run()).toBe('up_to_date')
  expect((await us.files()).map(({ path }) => path)).toEqual([expect.stringMatching(/late\.pdf$/)])
})

test('connecting the same Dropbox again uploads nothing that is still there, wherever the user moved it, and brings back what is not', async () => {
  const us = await world.connected({ transactions: 12, receipts: 12, months: 2 })
  await us.run('setup')
  const [first, second] = await us.files()
  await us.user('move', first?.path ?? '', { to: '/Qonto/kept by hand.pdf' })
  await us.user('delete', second?.path ?? '')
  await us.disconnectRow()
  const again = await us.connectAgain()
  await world.dropbox.clearCalls()
  expect(await again.run('setup')).toBe('up_to_date')
  expect(await again.lastRun()).toMatchObject({ uploadedCount: 1 })
  expect(await again.files()).toHaveLength(12)
  expect((await again.exports()).filter((one) => one.path === '/Qonto/kept by hand.pdf')).toHaveLength(1)
})

test('a foreign file at the planned place stays as it is; the receipt takes the next free name', async () => {
  const us = await world.connected({ transactions: 1, receipts: 1 })
  const { ref, request } = us
  const runId = await request('setup')
  const { beginRun } = await import('./begin-run')
  const { runInventory } = await import('./run-inventory')
  const { runUploadPage, UPLOAD_PAGE } = await import('./run-upload-page')
  await beginRun(runId)
  await runInventory(ref(runId))
  const planned: string[] = []
  const at = async (checkpoint: string) => {
    const [one] = await us.exports()
    if (checkpoint !== 'planned' || !one?.path) return
    planned.push(one.path)
    await us.user('write', one.path, { text: 'mine' })
  }
  await runUploadPage(ref(runId), { ...UPLOAD_PAGE, at })
  const [one] = await us.exports()
  expect(one).toMatchObject({ state: 'done', path: planned[0]?.replace(/(\.\w+)$/, ' (2)$1') })
  expect((await us.files()).find(({ path }) => path === planned[0])?.size).toBe(4)
})
