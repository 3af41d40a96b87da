import { Temporal } from 'temporal-polyfill'
import { beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma } from '@/lib/generated/prisma/client'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'
import { expectCountsAgree } from './counts-agree.test-support'
import { monthTotal } from './month-total'
import { monthsOf, monthsOfConnection } from './months-of'
import { pruneMarks } from './prune-marks'

beforeAll(async () => void (await useTestDatabase()))

let serial = 0
const next = () => `${process.pid}-${++serial}`

/** An organization with two accounts, and a live connection from a moment on. */
async function aCompany(timeZone = 'Europe/Paris') {
  const { id: organizationId } = await anOrganization({ timeZone })
  const accounts = await Promise.all(['Main', 'Card'].map(async (label) => (await db().currentAccount.create({ data: { organizationId, externalId: next(), label } })).id))
  return { organizationId, accounts, connectionId: await connect(organizationId) }
}

async function connect(organizationId: string, startAt = new Date('2025-02-10T00:00:00Z')): Promise<string> {
  await db().connection.updateMany({ where: { liveKey: organizationId }, data: { liveKey: null, state: 'disconnected', disconnectedAt: new Date() } })
  const { id } = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: next(), authenticationName: 'A', connectedByUserId: 'u', connectedByName: 'U', connectedAt: new Date(), startAt,
      dropboxAccountId: 'dbid:1', dropboxEmail: 'a@example.com', dropboxName: 'A', dropboxKind: 'basic', scopes: [], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{original}',
    },
  })
  return id
}

/** Facts without which the schema takes no export for done. */
const done = () => ({ state: 'done' as const, owedReason: null, problem: null, path: '/p', pathKey: next(), dropboxId: 'id:1', rev: '1', contentHash: 'h', uploadedAt: new Date(0), verifiedAt: new Date(0) })

type Booking = { accountId: string; emittedAt?: Date; status?: string; receipts?: number }

/** A transaction with receipts, and an export of each, owed. */
async function book(company: { organizationId: string; connectionId: string }, { accountId, emittedAt = new Date('2025-03-15T12:00:00Z'), status = 'completed', receipts = 1 }: Booking) {
  const { organizationId, connectionId } = company
  const transaction = await db().transaction.create({
    data: { organizationId, accountId, externalId: next(), amountCents: 100n, currency: 'EUR', side: 'debit', label: 'l', counterparty: 'c', status, emittedAt, sourceUpdatedAt: emittedAt, attachmentIds: [] },
  })
  for (let count = 0; count < receipts; count++) {
    const receipt = await db().receipt.create({
      data: { organizationId, accountId, transactionId: transaction.id, externalId: next(), fileName: 'f.pdf', contentType: 'application/pdf', size: 1000n, addedAt: emittedAt, emittedAt },
    })
    await db().export.create({ data: { organizationId, connectionId, receiptId: receipt.id, size: 1000n } })
  }
}

const total = async (organizationId: string, column: string) => (await monthTotal(organizationId, Prisma.raw(`m."${column}"`))).total

test('what is counted by month stays what the rows say, whatever changes in them', async () => {
  const zones = ['Europe/Paris', 'America/New_York', 'Pacific/Auckland', 'Asia/Amman', 'UTC']
  const moment = fc.integer({ min: Date.UTC(2024, 10, 28), max: Date.UTC(2025, 4, 3) }).map((time) => new Date(time))
  const edge = fc.constantFrom('2024-12-31T23:30:00Z', '2025-01-01T00:30:00Z', '2025-01-31T23:00:00Z', '2025-03-31T21:59:59.999Z', '2025-03-31T22:00:00Z', '2025-04-01T04:00:00Z').map((text) => new Date(text))
  const when = fc.oneof(moment, edge)
  const change = fc.oneof(
    fc.record({ kind: fc.constant('book' as const), account: fc.nat(1), when, status: fc.constantFrom('completed', 'declined'), receipts: fc.nat(2) }),
    fc.record({ kind: fc.constantFrom('done', 'owed', 'failed', 'kept', 'edited', 'checked', 'size', 'deleted', 'copied', 'removed', 'restored', 'declined', 'accepted') , pick: fc.nat(50) }),
    fc.record({ kind: fc.constantFrom('moved' as const, 'rebooked' as const), pick: fc.nat(50), account: fc.nat(1), when }),
    fc.record({ kind: fc.constant('zone' as const), zone: fc.constantFrom(...zones) }),
    fc.record({ kind: fc.constant('connect' as const), when }),
  )
  const property = fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 40 }), async (changes) => {
    const company = await aCompany()
    const { organizationId } = company
    for (const [index, step] of changes.entries()) {
      if (index % 3 === 2) await monthsOf(organizationId)
      if (step.kind === 'book' && 'receipts' in step) await book(company, { accountId: company.accounts[step.account] ?? '', emittedAt: step.when, status: step.status, receipts: step.receipts })
      else if (step.kind === 'zone' && 'zone' in step) await db().organization.update({ where: { id: organizationId }, data: { timeZone: step.zone } })
      else if (step.kind === 'connect' && 'when' in step) company.connectionId = await connect(organizationId, step.when)
      else if ('pick' in step) await alter(company, step)
    }
    await expectCountsAgree(organizationId)
  })
  await fc.assert(property, { numRuns: 60 })
}, 120_000)

type Alteration = { kind: string; pick: number; account?: number; when?: Date }

async function alter({ organizationId, connectionId, accounts }: Awaited<ReturnType<typeof aCompany>>, { kind, pick, account = 0, when }: Alteration): Promise<void> {
  const at = <T>(all: T[]): T | undefined => all[pick % Math.max(all.length, 1)]
  const [exported, receipt, transaction] = await Promise.all([
    db().export.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }).then(at),
    db().receipt.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }).then(at),
    db().transaction.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }).then(at),
  ])
  const ofExport: Record<string, object> = {
    done: done(), owed: { state: 'owed' }, failed: { state: 'owed', problem: 'qonto_unreachable' }, kept: { state: 'tombstoned' }, edited: { changedAt: new Date() },
    checked: { verifiedAt: new Date(pick * 1e10) }, size: { size: BigInt(pick) },
  }
  if (exported && ofExport[kind]) await db().export.update({ where: { id: exported.id }, data: ofExport[kind] })
  if (exported && kind === 'deleted') await db().export.delete({ where: { id: exported.id } })
  if (receipt && kind === 'copied') {
    const which = { connectionId, receiptId: receipt.id, kind: 'certified' as const }
    await db().export.upsert({ where: { connectionId_receiptId_kind: which }, create: { ...which, organizationId, size: 5n }, update: done() })
  }
  if (receipt && kind === 'removed') await db().receipt.update({ where: { id: receipt.id }, data: { removedAt: new Date() } })
  if (receipt && kind === 'restored') await db().receipt.update({ where: { id: receipt.id }, data: { removedAt: null, size: BigInt(pick) } })
  if (receipt && kind === 'moved' && when) await db().receipt.update({ where: { id: receipt.id }, data: { accountId: accounts[account] ?? '', emittedAt: when, addedAt: when } })
  if (transaction && kind === 'rebooked' && when) await db().transaction.update({ where: { id: transaction.id }, data: { accountId: accounts[account] ?? '', emittedAt: when } })
  if (transaction && kind === 'declined') await db().transaction.update({ where: { id: transaction.id }, data: { status: 'declined' } })
  if (transaction && kind === 'accepted') await db().transaction.update({ where: { id: transaction.id }, data: { status: 'completed' } })
}

test('a change that is committed while others count is counted by the next look', async () => {
  const company = await aCompany()
  await book(company, { accountId: company.accounts[0] ?? '' })
  expect(await total(company.organizationId, 'owed')).toBe(1)
  await db().$transaction(async (tx) => {
    await tx.export.updateMany({ where: { connectionId: company.connectionId }, data: done() })
    await book(company, { accountId: company.accounts[1] ?? '' })
    // Counted by another client while the first change is not committed: it is not there yet.
    expect([await total(company.organizationId, 'owed'), await total(company.organizationId, 'done')]).toEqual([2, 0])
  })
  expect([await total(company.organizationId, 'owed'), await total(company.organizationId, 'done')]).toEqual([1, 1])
})

test('people who look while many write see every receipt counted once in the end', async () => {
  const company = await aCompany()
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let count = 0; count < 8; count++) await book(company, { accountId: company.accounts[writer % 2] ?? '', emittedAt: new Date(Date.UTC(2025, count % 3, 10)) })
  })
  const readers = Array.from({ length: 4 }, async () => {
    for (let count = 0; count < 15; count++) expect(await total(company.organizationId, 'owed')).toBeLessThanOrEqual(48)
  })
  await Promise.all([...writers, ...readers])
  expect(await total(company.organizationId, 'owed')).toBe(48)
  await expectCountsAgree(company.organizationId)
})

test('a count that dies halfway leaves the months to be counted again', async () => {
  const company = await aCompany()
  await book(company, { accountId: company.accounts[0] ?? '' })
  await db().$executeRaw`ALTER TABLE "AccountMonth" ADD CONSTRAINT no_more CHECK ("exports" < 0) NOT VALID`
  await expect(monthsOf(company.organizationId)).rejects.toThrow()
  await db().$executeRaw`ALTER TABLE "AccountMonth" DROP CONSTRAINT no_more`
  expect(await total(company.organizationId, 'owed')).toBe(1)
})

test('only months that have changed are counted again', async () => {
  const company = await aCompany()
  for (const month of [1, 6]) await book(company, { accountId: company.accounts[0] ?? '', emittedAt: new Date(Date.UTC(2025, month, 15)) })
  expect(await total(company.organizationId, 'owed')).toBe(2)
  await db().$executeRaw`UPDATE "AccountMonth" SET owed = 100 WHERE "organizationId" = ${company.organizationId}`
  await book(company, { accountId: company.accounts[0] ?? '', emittedAt: new Date(Date.UTC(2025, 6, 15)) })
  expect(await total(company.organizationId, 'owed')).toBe(102)
})

test('a month begins at midnight in the organization\'s zone, also where the clock changes in that night', async () => {
  for (const timeZone of ['Asia/Amman', 'America/Asuncion', 'Australia/Lord_Howe', 'Europe/Paris']) {
    const company = await aCompany(timeZone)
    for (const [year, month] of [[2022, 4], [2024, 3], [2021, 11]] as const) {
      const first = Temporal.PlainDate.from({ year, month, day: 1 }).toZonedDateTime(timeZone).epochMilliseconds
      for (const offset of [-1, 0]) await book(company, { accountId: company.accounts[0] ?? '', emittedAt: new Date(first + offset) })
    }
    expect(await monthTotal(company.organizationId, Prisma.sql`m.exports`, { month: '2022-04' })).toMatchObject({ total: 1 })
    expect(await total(company.organizationId, 'exports')).toBe(6)
    await expectCountsAgree(company.organizationId)
  }
})

test('a connection that has ended is counted too, and another organization\'s is not found', async () => {
  const [company, other] = [await aCompany(), await aCompany()]
  await book(company, { accountId: company.accounts[0] ?? '' })
  await connect(company.organizationId)
  const [row] = await db().$queryRaw<{ owed: bigint }[]>`SELECT sum(m.owed) AS owed FROM (${await monthsOfConnection(company.organizationId, company.connectionId)}) m`
  expect(Number(row?.owed)).toBe(1)
  expect(await total(company.organizationId, 'owed')).toBe(0)
  await expect(monthsOfConnection(other.organizationId, company.connectionId)).rejects.toEqual(new AppError('not_found', company.connectionId))
})

test('what leaves the ledger, the inventory or the bank is no longer counted', async () => {
  const company = await aCompany()
  const { organizationId } = company
  await book(company, { accountId: company.accounts[0] ?? '' })
  const counts = async () => [await total(organizationId, 'exports'), await total(organizationId, 'listed'), await total(organizationId, 'transactions'), await total(organizationId, 'seen')]
  expect(await counts()).toEqual([1, 1, 1, 0])
  await db().export.deleteMany({ where: { organizationId } })
  expect(await counts()).toEqual([0, 1, 1, 1])
  await db().receipt.deleteMany({ where: { organizationId } })
  expect(await counts()).toEqual([0, 0, 1, 0])
  await db().transaction.deleteMany({ where: { organizationId } })
  expect(await counts()).toEqual([0, 0, 0, 0])
})

test('months that nobody looks at keep one mark each, and are counted when somebody does', async () => {
  const company = await aCompany()
  const marks = () => db().accountMonthMark.count({ where: { organizationId: company.organizationId } })
  for (const month of [1, 1, 2]) await book(company, { accountId: company.accounts[0] ?? '', emittedAt: new Date(Date.UTC(2025, month, 15)) })
  expect(await marks()).toBeGreaterThan(2)
  await pruneMarks()
  expect(await marks()).toBe(2)
  expect(await total(company.organizationId, 'owed')).toBe(3)
  expect(await marks()).toBe(0)
})
