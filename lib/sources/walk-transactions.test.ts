import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import type { PageRequest, Source, SourceTransaction, TransactionsPage } from './source'
import { walkTransactions } from './walk-transactions'

type Item = { id: string; at: number }
type Bank = { items: Item[]; clock: number; perPage: number; isInclusive: boolean; hasMeta: boolean; cutTo: number; isSorted: boolean }

const aBank = (fields: Partial<Bank>): Bank => ({ items: [], clock: 1_000_000, perPage: 4, isInclusive: true, hasMeta: true, cutTo: 1, isSorted: true, ...fields })

const toTransaction = ({ id, at }: Item) => ({ externalId: id, updatedAt: new Date(at), attachmentIds: [], receipts: [] }) as unknown as SourceTransaction

/** A model of Qonto's list: sorted by last change, cut into pages at the moment of the call, 422 past the end. */
function readPage(bank: Bank, { updatedFrom, updatedTo, page }: PageRequest): TransactionsPage {
  const cut = (moment: Date | undefined) => (moment ? Math.floor(moment.getTime() / bank.cutTo) * bank.cutTo : undefined)
  const [from, to] = [cut(updatedFrom), cut(updatedTo)]
  const isIn = ({ at }: Item) => (from === undefined || at > from || (bank.isInclusive && at === from)) && (to === undefined || at < to || (bank.isInclusive && at === to))
  const found = bank.items.filter(isIn).sort((a, b) => (bank.isSorted ? a.at - b.at : a.id.localeCompare(b.id)))
  const totalPages = Math.max(1, Math.ceil(found.length / bank.perPage))
  if (page > totalPages) throw new AppError('qonto_refused')
  const items = found.slice((page - 1) * bank.perPage, page * bank.perPage)
  return { transactions: items.map(toTransaction), unreadable: [], isFull: items.length === bank.perPage, totalPages: bank.hasMeta ? totalPages : null }
}

/** Walks while `disturb` changes the bank before every call; returns ids seen with the newest change seen, and each promise made. */
async function walk(bank: Bank, from: Date | null, disturb: (call: number) => void = () => undefined) {
  const seen = new Map<string, number>()
  const promises: { through: number; seen: Map<string, number> }[] = []
  let call = 0
  const transactionsPage = async (_account: string, request: PageRequest) => {
    if (++call > 3_000) throw new Error('the walk does not end')
    disturb(call)
    return readPage(bank, request)
  }
  for await (const page of walkTransactions({ transactionsPage } as unknown as Source, 'account', from)) {
    for (const { externalId, updatedAt } of page.transactions) seen.set(externalId, Math.max(updatedAt.getTime(), seen.get(externalId) ?? 0))
    if (page.readThrough) promises.push({ through: page.readThrough.getTime(), seen: new Map(seen) })
  }
  return { seen, promises, calls: call }
}

/** Moments that crowd: a few milliseconds shared by many. */
const moments = fc.array(fc.integer({ min: 0, max: 60 }).map((at) => 10_000 + at * 7), { maxLength: 60 })

test('whatever is changed, added or hidden while it reads, nothing that was there and stays as it was is skipped', async () => {
  const settings = fc.record({ isInclusive: fc.boolean(), perPage: fc.integer({ min: 2, max: 7 }), cutTo: fc.constantFrom(1, 1000) })
  const changes = fc.array(fc.record({ call: fc.integer({ min: 1, max: 30 }), index: fc.nat(60), kind: fc.constantFrom('touch', 'add', 'remove') }), { maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(moments, settings, changes, async (ats, fields, plan) => {
      const items = ats.map((at, index) => ({ id: `t${index}`, at }))
      const bank = aBank({ ...fields, items: items.map((item) => ({ ...item })) })
      const disturbed = new Set<string>()
      const { seen, promises } = await walk(bank, null, (call) => {
        for (const { index, kind } of plan.filter((step) => step.call === call)) {
          const item = bank.items[index % Math.max(1, bank.items.length)]
          bank.clock += 1
          if (kind === 'add') bank.items.push({ id: `new${bank.clock}`, at: bank.clock })
          if (!item) continue
          if (kind === 'touch') item.at = bank.clock
          if (kind === 'remove') bank.items = bank.items.filter((candidate) => candidate !== item)
          if (kind !== 'add') disturbed.add(item.id)
        }
      })
      const calm = items.filter((item) => !disturbed.has(item.id))
      expect(calm.filter((item) => !seen.has(item.id))).toEqual([])
      for (const promise of promises) {
        expect(calm.filter((item) => item.at <= promise.through && !promise.seen.has(item.id))).toEqual([])
        expect(bank.items.filter((item) => item.at <= promise.through && item.at > 500_000 && (promise.seen.get(item.id) ?? 0) < item.at)).toEqual([])
      }
    }),
    { numRuns: 400 },
  )
})

test('each page promises no more than what has been read, so that a walk may stop after any page and go on from there', async () => {
  await fc.assert(
    fc.asyncProperty(moments, fc.boolean(), fc.nat(20), async (ats, isInclusive, stopAfter) => {
      const bank = aBank({ isInclusive, items: ats.map((at, index) => ({ id: `t${index}`, at })) })
      const first = await walk(bank, null)
      const promise = first.promises[Math.min(stopAfter, first.promises.length - 1)]
      if (!promise) return
      const second = await walk(bank, new Date(promise.through))
      expect(bank.items.filter((item) => !promise.seen.has(item.id) && !second.seen.has(item.id))).toEqual([])
    }),
  )
})

test('thousands that share one moment are all read, and the walk ends', async () => {
  const items = Array.from({ length: 1_000 }, (_, index) => ({ id: `t${index}`, at: 50_000 }))
  const { seen, calls } = await walk(aBank({ items, perPage: 10 }), null)
  expect(seen.size).toBe(1_000)
  expect(calls).toBeLessThan(300)
})

test('without a page count everything is still read', async () => {
  const items = Array.from({ length: 40 }, (_, index) => ({ id: `t${index}`, at: index < 20 ? 50_000 : 60_000 + index }))
  for (const perPage of [3, 4, 5]) expect((await walk(aBank({ items, perPage, hasMeta: false }), null)).seen.size).toBe(40)
})

test('a source that ignores the order asked for is read whole and promised nothing', async () => {
  const items = Array.from({ length: 30 }, (_, index) => ({ id: `t${(index * 7) % 30}`, at: 50_000 + index }))
  const { seen, promises } = await walk(aBank({ items, isSorted: false }), null)
  expect(seen.size).toBe(30)
  expect(promises).toEqual([])
})

test('a long list costs about one call a page', async () => {
  const items = Array.from({ length: 1_000 }, (_, index) => ({ id: `t${index}`, at: 50_000 + index * 5 }))
  expect((await walk(aBank({ items, perPage: 50 }), null)).calls).toBeLessThan(25)
})

test('a page that is refused ends the walk with its cause', async () => {
  const source = { transactionsPage: async () => await Promise.reject(new AppError('qonto_refused')) } as unknown as Source
  await expect(walkTransactions(source, 'account', null).next()).rejects.toMatchObject({ code: 'qonto_refused' })
})
