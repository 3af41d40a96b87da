import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, type Decision, type Verdicts } from './decide'
import type { Ledger, LedgerExport, LedgerFolder } from './ledger'
import { emptySight, type Sight, type Standing } from './sight'
import { pathKey } from '@/lib/dropbox/paths'

const folder = (id: string, kind: LedgerFolder['kind'], path: string, more: Partial<LedgerFolder> = {}): LedgerFolder => ({
  id, kind, path, accountId: kind === 'root' ? null : 'a', period: kind === 'period' ? '2026-01' : null, name: path.slice(path.lastIndexOf('/') + 1), dropboxId: `id:${id}`, isLive: true, ...more,
})
const folders = [folder('root', 'root', '/Qonto'), folder('main', 'account', '/Qonto/Main'), folder('jan', 'period', '/Qonto/Main/2026-01')]
const filed = (more: Partial<LedgerExport> = {}): LedgerExport => ({
  id: 'e', receiptId: 'x', state: 'done', owedReason: null, folderId: 'jan', path: '/Qonto/Main/2026-01/r.pdf', dropboxId: 'id:r', rev: '1', contentHash: 'h', isChanged: false, ...more,
})
const ledgerOf = (...exports: LedgerExport[]): Ledger => ({ rootName: 'Qonto', folders, exports })
const circumstances = { doneCount: 1, guard: null, newId: () => 'new' }

/** Dropbox as it is, given what stands in it; every question is answered from that. */
function ask(ledger: Ledger, standing: Standing[]): Verdicts {
  const sight: Sight = emptySight()
  for (let round = 0; round < 20; round++) {
    const decision = decide(ledger, sight, circumstances)
    if ('verdicts' in decision) return decision.verdicts
    for (const question of decision.questions) {
      const found = standing.find((one) => one.id === question || pathKey(one.path) === pathKey(question))
      if (!question.startsWith('id:')) sight.places.set(pathKey(question), found ?? null)
      else if (found) sight.alive.set(question, found)
      else sight.lost.add(question)
    }
  }
  throw new Error('the questions have no end')
}

const stands: Standing[] = folders.map(({ dropboxId, path }) => ({ kind: 'folder', id: `${dropboxId}`, path }))
const file = (id: string, path: string, contentHash = 'h'): Standing => ({ kind: 'file', id, path, rev: '1', contentHash })
const without = (...ids: string[]) => stands.filter(({ id }) => !ids.includes(id))
const summary = ({ present, returned, tombstoned }: Verdicts) => ({
  present: present.map(({ path, isChanged }) => [path, isChanged]), returned: returned.map(({ path }) => path), tombstoned: tombstoned.map((one) => one.folder),
})
const nothing = { present: [], returned: [], tombstoned: [] }
const here = '/Qonto/Main/2026-01/r.pdf'

const january = 'id:jan'
test.each<[string, LedgerExport, Standing[], Partial<typeof nothing> | object]>([
  ['is where it was: nothing to record', filed(), [...stands, file('id:r', here)], nothing],
  ['was moved: it is followed', filed(), [...stands, file('id:r', '/Other/x.pdf')], { ...nothing, present: [['/Other/x.pdf', false]] }],
  ['was edited: it is left alone and reported', filed(), [...stands, file('id:r', here, 'other')], { ...nothing, present: [[here, true]] }],
  ['was deleted: it is owed again', filed(), stands, { ...nothing, returned: [here] }],
  ['went with its period: it stays away', filed(), without(january), { ...nothing, tombstoned: ['/Qonto/Main/2026-01'] }],
  ['went with account and period: the account is named', filed(), without(january, 'id:main'), { ...nothing, tombstoned: ['/Qonto/Main'] }],
  ['went with everything: the root is named', filed(), [], { ...nothing, tombstoned: ['/Qonto'] }],
  ['is gone and its period made again, empty: it stays away', filed(), [...without(january), { kind: 'folder', id: 'id:again', path: '/Qonto/Main/2026-01' }], { ...nothing, tombstoned: ['/Qonto/Main/2026-01'] }],
  ['has a new id in a folder with a new id, as after sharing: it is there', filed(), [...without(january), { kind: 'folder', id: 'id:again', path: '/Qonto/Main/2026-01' }, file('id:r2', here)], { ...nothing, present: [[here, false]] }],
  ['was replaced by another file: it counts as edited', filed(), [...stands, file('id:mine', here, 'other')], { ...nothing, present: [[here, true]] }],
  ['was deleted from a moved folder: it returns there', filed(), [...without(january), { kind: 'folder', id: january, path: '/Old' }], { ...nothing, returned: ['/Old/r.pdf'] }],
  ['was deleted from a period that outlives its account: it returns', filed(), [...without(january, 'id:main'), { kind: 'folder', id: january, path: '/Old' }], { ...nothing, returned: ['/Old/r.pdf'] }],
  ['lay in a folder of the user that is gone: that folder is named', filed({ path: '/Qonto/Mine/r.pdf', folderId: null }), stands, { ...nothing, tombstoned: ['/Qonto/Mine'] }],
  ['was in a folder that was deleted before and has a successor: it stays away', filed({ folderId: 'before' }), stands, { ...nothing, tombstoned: ['/Qonto/Main/2026-01'] }],
])('a file that %s', (_name, entry, standing, expected) => {
  const ledger = { ...ledgerOf(entry), folders: [folder('before', 'period', '/Qonto/Main/2026-01', { isLive: false, dropboxId: 'id:before' }), ...folders] }
  expect(summary(ask(ledger, standing))).toEqual(expected)
})

test('the file of another receipt at the place is not taken for an edit', () => {
  const other = filed({ id: 'f', path: '/Qonto/Main/2026-01/other.pdf', dropboxId: 'id:other' })
  expect(summary(ask(ledgerOf(filed(), other), [...stands, file('id:other', here)]))).toMatchObject({ returned: [here], present: [[here, false]] })
})

test('what a person brought back is not kept away again by the same folder', () => {
  const sight = { ...emptySight(), lost: new Set([january]) }
  const decision = decide(ledgerOf(filed({ state: 'owed', owedReason: 'brought_back' })), { ...sight, places: new Map([['/qonto/main/2026-01', null]]) }, circumstances)
  expect('verdicts' in decision && summary(decision.verdicts)).toEqual(nothing)
})

test('a question that Dropbox refuses to answer leaves the export as it is', () => {
  const sight = { ...emptySight(), silent: new Set(['id:r']) }
  expect(decide(ledgerOf(filed()), sight, circumstances)).toMatchObject({ verdicts: { returned: [], tombstoned: [], present: [] } })
})

/** What is deleted, returned or kept away by a decision, in ids of Dropbox. */
const condemned = (decision: Decision): string[] =>
  'questions' in decision ? [] : [...decision.verdicts.returned, ...decision.verdicts.tombstoned].map((verdict) => verdict.export.dropboxId ?? '').concat(decision.verdicts.folders.deleted.map(({ dropboxId }) => dropboxId ?? ''))

test('nothing is ever declared gone unless Dropbox said that its id is nowhere', () => {
  const paths = ['/Qonto', '/Qonto/Main', '/Qonto/Main/2026-01', '/Qonto/Main/2026-01/a', '/Qonto/Main/2026-01/b', '/X/c']
  const ids = ['id:root', 'id:main', 'id:jan', 'id:a', 'id:b', 'id:c']
  const standing = fc.record({ kind: fc.constant('file' as const), id: fc.constantFrom(...ids), path: fc.constantFrom(...paths), rev: fc.constant('2'), contentHash: fc.constantFrom('h', 'i') })
  const anySight = fc.record({
    alive: fc.array(standing).map((all) => new Map<string, Standing>(all.map((one) => [one.id, one]))),
    lost: fc.subarray(ids).map((some) => new Set(some)),
    places: fc.array(fc.tuple(fc.constantFrom(...paths.map(pathKey)), fc.option(standing))).map((all) => new Map<string, Standing | null>(all)),
    silent: fc.subarray([...ids, ...paths]).map((some) => new Set(some)),
  })
  fc.assert(
    fc.property(anySight, (sight) => {
      const exports = ['a', 'b', 'c'].map((name, index) => filed({ id: name, dropboxId: `id:${name}`, path: paths[index + 3] ?? null, folderId: index < 2 ? 'jan' : null }))
      const decision = decide(ledgerOf(...exports), sight, { ...circumstances, doneCount: 3 })
      expect(condemned(decision).filter((id) => !sight.lost.has(id))).toEqual([])
    }),
    { numRuns: 2000, seed: 5 },
  )
})
