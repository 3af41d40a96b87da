import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { anOrganization } from '@/lib/testing/factories'
import { useTestDatabase } from '@/lib/testing/database'
import { beginRun } from './begin-run'
import { certificate } from './certificate'
import { dueDailyRuns } from './due-daily-runs'
import { ensureExports } from './ensure-exports'
import { failRun } from './fail-run'
import { getProgress } from './get-progress'
import { nextQueuedRun } from './next-queued-run'
import { requestRun } from './request-run'
import { runFinish } from './run-finish'
import { recordTombstones } from './states'

await useTestDatabase()

let serial = 0

/** A live connection without servers behind it, and receipts in the ledger of the source. */
async function aConnection(options: { timeZone?: string; connectedAt?: Date; startAt?: Date } = {}) {
  const organization = await anOrganization({ timeZone: options.timeZone ?? 'Europe/Paris' })
  const organizationId = organization.id
  const account = await db().currentAccount.create({ data: { organizationId, externalId: `a${++serial}`, label: 'Main account', isMain: true } })
  const connection = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: `d${serial}`, authenticationName: 'x', connectedByUserId: 'u', connectedByName: 'n', connectedAt: options.connectedAt ?? new Date(0),
      startAt: options.startAt ?? new Date(0), dropboxAccountId: `dbid:${serial}`, dropboxEmail: 'e', dropboxName: 'n', dropboxKind: 'basic', scopes: [], rootName: 'Qonto', periodKind: 'month',
      fileTemplate: '{original}',
    },
  })
  await db().organization.update({ where: { id: organizationId }, data: { keepManifest: false } })
  const receipt = async (emittedAt: string, addedAt = emittedAt) => {
    const externalId = `t${++serial}`
    const transaction = await db().transaction.create({
      data: { organizationId, accountId: account.id, externalId, amountCents: 1, currency: 'EUR', side: 'debit', label: 'l', counterparty: 'Shop', status: 'completed', emittedAt: new Date(emittedAt), sourceUpdatedAt: new Date(addedAt), attachmentIds: [] },
    })
    return db().receipt.create({
      data: { organizationId, accountId: account.id, transactionId: transaction.id, externalId: `r${serial}`, fileName: 'x.pdf', contentType: 'application/pdf', size: 10, addedAt: new Date(addedAt), emittedAt: new Date(emittedAt) },
    })
  }
  return { organizationId, connectionId: connection.id, receipt, request: (trigger: 'manual' | 'reconcile' | 'setup' = 'manual') => requestRun({ organizationId, connectionId: connection.id, trigger }) }
}

beforeEach(async () => {
  await db().connection.updateMany({ where: { state: 'active' }, data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date() } })
})

test('a daily run is written once per connection and local date, whoever asks how often', async () => {
  const paris = await aConnection()
  const kiritimati = await aConnection({ timeZone: 'Pacific/Kiritimati' })
  const now = new Date('2026-07-10T21:30:00Z')
  const both = await Promise.all([dueDailyRuns(now), dueDailyRuns(now)])
  const made = both.flatMap(({ runs }) => runs)
  expect(made.map(({ connectionId }) => connectionId).sort()).toEqual([paris.connectionId, kiritimati.connectionId].sort())
  expect((await dueDailyRuns(now)).runs).toEqual([])
  const runs = await db().run.findMany({ where: { connectionId: { in: [paris.connectionId, kiritimati.connectionId] } }, orderBy: { dailyDate: 'asc' } })
  expect(runs.map(({ dailyDate, trigger }) => [dailyDate, trigger])).toEqual([['2026-07-10', 'daily'], ['2026-07-10', 'daily']])
})

test('daily runs are found page by page', async () => {
  const all = [await aConnection(), await aConnection(), await aConnection()]
  const now = new Date('2026-07-10T22:00:00Z')
  const seen: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await dueDailyRuns(now, { after, take: 2 })
    seen.push(...page.runs.map(({ connectionId }) => connectionId))
    after = page.next ?? undefined
  }
  expect(seen.sort()).toEqual(all.map(({ connectionId }) => connectionId).sort())
})

test('a receipt qualifies by the day it was added or by its transaction, to the second, and never when it is gone', async () => {
  const us = await aConnection({ startAt: new Date('2026-05-01T10:00:00Z') })
  const wanted = [await us.receipt('2026-05-01T10:00:00Z'), await us.receipt('2026-01-01T00:00:00Z', '2026-05-01T10:00:00Z'), await us.receipt('2026-06-01T00:00:00Z')]
  await us.receipt('2026-05-01T09:59:59Z')
  const gone = await us.receipt('2026-06-02T00:00:00Z')
  await db().receipt.update({ where: { id: gone.id }, data: { removedAt: new Date() } })
  expect(await ensureExports(us.connectionId)).toBe(3)
  expect(await ensureExports(us.connectionId)).toBe(0)
  const owed = await db().export.findMany({ where: { connectionId: us.connectionId }, orderBy: { id: 'asc' } })
  expect(owed.map(({ receiptId }) => receiptId)).toEqual([wanted[1], wanted[0], wanted[2]].map((one) => one?.id))
})

test('an owed receipt that disappears from the source is no longer owed', async () => {
  const us = await aConnection()
  const one = await us.receipt('2026-05-01T10:00:00Z')
  await ensureExports(us.connectionId)
  await db().receipt.update({ where: { id: one.id }, data: { removedAt: new Date() } })
  await ensureExports(us.connectionId)
  expect(await db().export.count({ where: { connectionId: us.connectionId } })).toBe(0)
})

test('Sync now pressed twice asks for one run; a comparison with Dropbox does not stand in for it', async () => {
  const us = await aConnection()
  const reconcile = await us.request('reconcile')
  const [first, second] = await Promise.all([us.request(), us.request()])
  expect(first.runId).toBe(second.runId)
  expect(first.runId).not.toBe(reconcile.runId)
  expect([first.isNew, second.isNew].sort()).toEqual([false, true])
  expect(await us.request('reconcile')).toMatchObject({ isNew: false })
})

test('one run holds the connection; a second begins only after it', async () => {
  const us = await aConnection()
  const { runId } = await us.request()
  const first = await beginRun(runId)
  const second = (await db().run.create({ data: { organizationId: us.organizationId, connectionId: us.connectionId, trigger: 'manual' } })).id
  expect(await beginRun(second)).toBeNull()
  expect(await beginRun(runId)).toBeNull()
  if (first) expect(await runFinish(first)).toBe('up_to_date')
  expect(await nextQueuedRun(us.organizationId, us.connectionId)).toBe(second)
  expect(await beginRun(second)).toMatchObject({ runId: second })
})

test('a run whose executor died is taken over by its own kind or by another run, and the dead one records nothing more', async () => {
  const us = await aConnection()
  await us.receipt('2026-05-01T10:00:00Z')
  await ensureExports(us.connectionId)
  const dead = await beginRun((await us.request()).runId)
  await db().$executeRaw`UPDATE "Connection" SET "lockExpiresAt" = now() - interval '1 second' WHERE id = ${us.connectionId}`
  const next = await beginRun((await db().run.create({ data: { organizationId: us.organizationId, connectionId: us.connectionId, trigger: 'manual' } })).id)
  expect(next).not.toBeNull()
  if (!dead) throw new Error('the first run did not begin')
  await expect(runFinish(dead)).rejects.toMatchObject({ code: 'run_superseded' })
  await expect(db().$transaction((tx) => recordTombstones(tx, dead, []))).rejects.toMatchObject({ code: 'run_superseded' })
})

test('a run with a receipt owed, or with a gap in the inventory, never ends up to date', async () => {
  const us = await aConnection()
  await us.receipt('2026-05-01T10:00:00Z')
  await ensureExports(us.connectionId)
  const first = await beginRun((await us.request()).runId)
  expect(first && (await runFinish(first))).toBe('owed_remaining')
  await db().export.deleteMany({ where: { connectionId: us.connectionId } })
  await db().mirrorDebt.create({ data: { organizationId: us.organizationId, key: 'account:x', cause: 'qonto_unreachable' } })
  const second = await beginRun((await us.request()).runId)
  expect(second && (await runFinish(second))).toBe('owed_remaining')
  expect(await db().connection.findUnique({ where: { id: us.connectionId } })).toMatchObject({ problem: 'qonto_unreachable', lockRunId: null })
})

test('a comparison with Dropbox that goes well does not hide why the last export ended', async () => {
  const us = await aConnection()
  const failed = await beginRun((await us.request()).runId)
  if (failed) await failRun(failed, 'qonto_unreachable')
  const reconcile = await beginRun((await us.request('reconcile')).runId)
  if (reconcile) await runFinish(reconcile)
  expect(await db().connection.findUnique({ where: { id: us.connectionId } })).toMatchObject({ problem: 'qonto_unreachable' })
})

test('a connection that is gone or needs renewed access ends its runs at once', async () => {
  const us = await aConnection()
  const { runId } = await us.request()
  await db().connection.update({ where: { id: us.connectionId }, data: { state: 'needs_reconnect' } })
  expect(await beginRun(runId)).toBeNull()
  expect(await db().run.findUnique({ where: { id: runId } })).toMatchObject({ state: 'ended', outcome: 'stopped', problem: 'dropbox_reconnect' })
})

test('totals, certificate and next run agree, and another organization sees nothing', async () => {
  const us = await aConnection()
  await us.receipt('2026-05-31T23:30:00Z')
  await us.receipt('2026-05-02T10:00:00Z')
  await ensureExports(us.connectionId)
  const progress = await getProgress(us.organizationId, us.connectionId)
  expect(progress.totals).toEqual({ qualifying: 2, done: 0, doneBytes: 0, owed: 2, owedBytes: 20, fresh: 0, failing: 0, tombstoned: 0, changed: 0, copies: { done: 0, owed: 0, fresh: 0, failing: 0 } })
  expect(progress).toMatchObject({ current: null, last: null, timeZone: 'Europe/Paris', nextRunAt: expect.any(String) })
  expect((await certificate(us.organizationId, us.connectionId)).map(({ period, receipts, owed }) => [period, receipts, owed])).toEqual([['2026-06', 1, 1], ['2026-05', 1, 1]])
  const other = await aConnection()
  await expect(getProgress(other.organizationId, us.connectionId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(certificate(other.organizationId, us.connectionId)).rejects.toMatchObject({ code: 'not_found' })
})

test('receipts that were seen after the last export had ended are fresh; those that it left over, or that came back, are not', async () => {
  const us = await aConnection()
  await us.receipt('2026-05-01T10:00:00Z')
  await us.receipt('2026-05-02T10:00:00Z')
  await ensureExports(us.connectionId)
  const [left, back] = await db().export.findMany({ where: { connectionId: us.connectionId } })
  const { runId } = await us.request()
  await db().run.update({ where: { id: runId }, data: { state: 'ended', outcome: 'stopped', endedAt: new Date() } })
  const later = { owedSince: new Date(Date.now() + 1000) }
  await us.receipt('2026-05-03T10:00:00Z')
  await ensureExports(us.connectionId)
  await db().export.updateMany({ where: { connectionId: us.connectionId, id: { notIn: [left?.id ?? '', back?.id ?? ''] } }, data: later })
  await db().export.update({ where: { id: back?.id ?? '' }, data: { owedReason: 'returned', ...later } })
  expect((await getProgress(us.organizationId, us.connectionId)).totals).toMatchObject({ owed: 3, fresh: 1 })
  // Not listed yet: only the mirror has seen it.
  await us.receipt('2026-05-04T10:00:00Z')
  expect((await getProgress(us.organizationId, us.connectionId)).totals).toMatchObject({ owed: 4, fresh: 2 })
})
