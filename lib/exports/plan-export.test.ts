import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathKey } from '@/lib/dropbox/paths'
import { planExport, type Inventory, type Ledger, type OwedReceipt, type RemoteFile } from './plan-export'

const owed = (id: string, fields: Partial<OwedReceipt> = {}): OwedReceipt => ({
  exportId: id, receiptId: `r${id}`, kind: 'original', accountId: 'a', accountLabel: 'Main', counterparty: 'Shop', amountCents: 100, currency: 'EUR', original: 'x.pdf', contentType: 'application/pdf',
  emittedAt: new Date('2026-11-03T12:00:00Z'), chosenName: null, keptFolder: null, knownId: null, knownHash: null, originalName: null, ...fields,
})
const inventory = (receipts: OwedReceipt[]): Inventory => ({ receipts, timeZone: 'Europe/Paris', periodKind: 'month', template: '{date} {counterparty} {original}' })
const ledger = (taken: string[] = []): Ledger => {
  const keys = new Set(taken.map(pathKey))
  return { folderOf: (accountId, period) => ({ id: `${accountId}/${period}`, path: `/Qonto/${accountId}/${period}` }), isTaken: (key) => keys.has(key) }
}
const file = (path: string, fields: Partial<RemoteFile> = {}): RemoteFile => ({ id: `id:${path}`, path, rev: '1', size: 3, contentHash: 'h', ...fields })
const remote = (...files: RemoteFile[]) => ({ byId: new Map(files.map((f) => [f.id, f])), byKey: new Map(files.map((f) => [pathKey(f.path), f])) })

test('five receipts with one name get five names', () => {
  const actions = planExport(inventory(['1', '2', '3', '4', '5'].map((id) => owed(id))), ledger(), null)
  expect(actions.map(({ fileName }) => fileName)).toEqual(['', ' (2)', ' (3)', ' (4)', ' (5)'].map((n) => `2026-11-03 Shop x${n}.pdf`))
})

test('names that differ only in case or composition do not share a place', () => {
  const actions = planExport(inventory([owed('1', { original: 'Café.pdf' }), owed('2', { original: 'CAFE\u0301.PDF' })]), ledger(), null)
  expect(new Set(actions.map(({ path }) => pathKey(path))).size).toBe(2)
})

test('the period follows the emission date in the organization\'s zone', () => {
  const [action] = planExport(inventory([owed('1', { emittedAt: new Date('2026-10-31T23:30:00Z') })]), ledger(), null)
  expect(action?.path).toBe('/Qonto/a/2026-11/2026-11-01 Shop x.pdf')
})

test('a place that another export holds is left to it', () => {
  const [action] = planExport(inventory([owed('1')]), ledger(['/Qonto/a/2026-11/2026-11-03 shop X.pdf']), null)
  expect(action?.fileName).toBe('2026-11-03 Shop x (2).pdf')
})

test('a name chosen before is kept, and comes before new ones', () => {
  const actions = planExport(inventory([owed('new'), owed('old', { chosenName: '2026-11-03 Shop x.pdf' })]), ledger(), null)
  expect(actions.map(({ exportId, fileName }) => [exportId, fileName])).toEqual([['new', '2026-11-03 Shop x (2).pdf'], ['old', '2026-11-03 Shop x.pdf']])
})

test('a receipt that had a place keeps its folder when periods are cut differently now', () => {
  const one = owed('1', { chosenName: '2026-11-03 Shop x.pdf', keptFolder: { id: 'f', path: '/Qonto/Main/2026-11' } })
  const [action] = planExport({ ...inventory([one]), periodKind: 'year' }, ledger(), null)
  expect(action).toMatchObject({ folderId: 'f', path: '/Qonto/Main/2026-11/2026-11-03 Shop x.pdf' })
})

test('the file uploaded by an earlier connection is adopted where it is now', () => {
  const moved = file('/Qonto/a/elsewhere/x.pdf', { id: 'id:1' })
  const [action] = planExport(inventory([owed('1', { knownId: 'id:1', knownHash: 'h' })]), ledger(), remote(moved))
  expect(action).toMatchObject({ kind: 'adopt', file: moved })
})

test('identical bytes at the planned place are adopted, other bytes are not', () => {
  const there = file('/Qonto/a/2026-11/2026-11-03 Shop x.pdf')
  expect(planExport(inventory([owed('1', { knownHash: 'h' })]), ledger(), remote(there))[0]?.kind).toBe('adopt')
  expect(planExport(inventory([owed('1', { knownHash: 'other' })]), ledger(), remote(there))[0]?.kind).toBe('upload')
  expect(planExport(inventory([owed('1')]), ledger(), remote(there))[0]?.kind).toBe('upload')
})

test('one file is never adopted for two receipts', () => {
  const there = file('/Qonto/a/2026-11/2026-11-03 Shop x.pdf', { id: 'id:1' })
  const both = [owed('1', { knownId: 'id:1', knownHash: 'h' }), owed('2', { knownId: 'id:1', knownHash: 'h' })]
  expect(planExport(inventory(both), ledger(), remote(there)).map(({ kind }) => kind)).toEqual(['adopt', 'upload'])
})

const anyOwed = fc.record({
  original: fc.oneof(fc.constantFrom('x.pdf', 'X.PDF', 'x (2).pdf', 'y'), fc.string({ unit: 'binary', maxLength: 40 })),
  counterparty: fc.constantFrom('Shop', 'shop', '', '../..'),
  accountId: fc.constantFrom('a', 'b'),
  day: fc.integer({ min: 1, max: 60 }),
  isChosen: fc.boolean(),
})

test('whatever is owed, paths are unique, inside their folder, free in the ledger, and planning again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyOwed, { maxLength: 60 }), fc.array(fc.constantFrom('', ' (2)', ' (3)'), { maxLength: 3 }), (all, numbers) => {
      const taken = numbers.map((n) => `/Qonto/a/2026-11/2026-11-03 Shop x${n}.pdf`)
      const receipts = all.map(({ day, isChosen, ...fields }, index) =>
        owed(String(index), { ...fields, emittedAt: new Date(Date.UTC(2026, 9, day, 12)), chosenName: isChosen ? '2026-11-03 Shop x.pdf' : null }),
      )
      const actions = planExport(inventory(receipts), ledger(taken), null)
      expect(actions).toHaveLength(receipts.length)
      expect(new Set(actions.map(({ path }) => pathKey(path))).size).toBe(receipts.length)
      for (const { path, folderId, fileName } of actions) {
        expect(path).toBe(`/Qonto/${folderId}/${fileName}`)
        expect(taken.map(pathKey)).not.toContain(pathKey(path))
      }
      const again = receipts.map((receipt, index) => ({ ...receipt, chosenName: actions[index]?.fileName ?? null }))
      expect(planExport(inventory(again), ledger(taken), null).map(({ path }) => path)).toEqual(actions.map(({ path }) => path))
    }),
    { numRuns: 300 },
  )
})

test('receipts of one name cost no more looks at the ledger than there are receipts', () => {
  let looks = 0
  const counting: Ledger = { ...ledger(), isTaken: () => (looks++, false) }
  const actions = planExport(inventory(Array.from({ length: 3000 }, (_, index) => owed(String(index)))), counting, null)
  expect(actions.at(-1)?.fileName).toBe('2026-11-03 Shop x (3000).pdf')
  expect(looks).toBe(3000)
})
