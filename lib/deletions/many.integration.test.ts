import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { answerGuard } from './answer-guard'
import { useNearDropbox } from './proof/near-dropbox.test-support'
import { aHome, aStage, act, addReceipt, type Stage } from './proof/stage'
import { uploadOwed, type Source } from './proof/upload-stub'
import { reconcileDeletions } from './reconcile-deletions'

await useTestDatabase()
const dropbox = await useNearDropbox()

const source = (n: number, account: number): Source => ({ fileName: `r${n}.pdf`, account, place: `${account === 0 ? 'Main' : 'Savings'}/2026-01`, text: `receipt ${n}` })

/** A connection with this many receipts in the folder of each account. */
async function exported(...counts: number[]): Promise<Stage> {
  const stage = await aStage(await aHome(dropbox))
  const sources = counts.flatMap((count, account) => Array.from({ length: count }, (_, index) => source(account * 10_000 + index, account)))
  await Promise.all(sources.map(({ account, fileName, text }) => addReceipt(stage, { account, fileName, size: text.length })))
  await uploadOwed(stage, sources)
  await pass(stage)
  return stage
}

const pass = (stage: Stage) => reconcileDeletions(stage.ref, () => stage.session)

/** What a pass decided, and the calls to Dropbox that it made. */
async function judged(stage: Stage) {
  await dropbox.call('DELETE', '/_sandbox/calls')
  const decided = await pass(stage)
  return { ...decided, calls: (await dropbox.call<{ total: number }>('GET', '/_sandbox/calls')).total }
}

const answer = ({ ref }: Stage, given: 'confirm' | 'bring_back') =>
  answerGuard({ userId: 'u', name: 'Owner', email: 'o@example.com', role: 'owner', sessionId: 's', organizationId: ref.organizationId, organizationName: 'A', timeZone: 'UTC', locale: 'en' }, given)

test('a deleted folder of many receipts costs little more than a call for each of them', async () => {
  const stage = await exported(200, 250)
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  const { calls, ...decided } = await judged(stage)
  expect(decided).toMatchObject({ tombstoned: 200, guardAsked: false })
  expect(calls).toBeLessThan(200 + 140)
  expect((await judged(stage)).calls).toBe(1)
})

test('people are asked about a mass deletion after a sample, again without much asking while they wait', async () => {
  const stage = await exported(300)
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  for (const text of ['one', 'two']) {
    const { calls, ...decided } = await judged(stage)
    expect(decided).toMatchObject({ tombstoned: 0, guardAsked: true })
    expect(calls).toBeLessThan(140)
    await act(stage.home, { op: 'write', path: '/Qonto/note.txt', text })
  }
})

test('what people confirm is asked of Dropbox file by file: one that was moved away stays', async () => {
  const stage = await exported(120)
  await act(stage.home, { op: 'move', path: '/Qonto/Main/2026-01/r7.pdf', to: '/Kept/r7.pdf' })
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  expect(await judged(stage)).toMatchObject({ tombstoned: 0, guardAsked: true })
  await answer(stage, 'confirm')
  expect(await judged(stage)).toMatchObject({ tombstoned: 119, guardAsked: false })
  const moved = await db().export.findFirst({ where: { connectionId: stage.ref.connectionId, fileName: 'r7.pdf' } })
  expect(moved).toMatchObject({ state: 'done', path: '/Kept/r7.pdf' })
})

test('a folder whose files were moved away before it was deleted raises no question', async () => {
  const stage = await exported(120)
  await act(stage.home, { op: 'move', path: '/Qonto/Main/2026-01', to: '/Elsewhere' })
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  expect(await judged(stage)).toMatchObject({ tombstoned: 0, returned: 0, guardAsked: false })
  expect(await db().export.count({ where: { connectionId: stage.ref.connectionId, state: 'done', path: { startsWith: '/Elsewhere/' } } })).toBe(120)
})

test('when Dropbox finds one of the sample after all, every file is asked about again', async () => {
  const stage = await exported(150, 200)
  const moved = Array.from({ length: 40 }, (_, n) => `r${n}.pdf`)
  for (const name of moved) await act(stage.home, { op: 'move', path: `/Qonto/Main/2026-01/${name}`, to: `/Kept/${name}` })
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  await dropbox.call('PUT', '/_sandbox/faults', [{ kind: 'not_found', route: 'files/get_metadata', account: stage.home.account, after: 10, times: 140 }])
  expect(await pass(stage)).toMatchObject({ tombstoned: 110, guardAsked: false })
  await dropbox.call('PUT', '/_sandbox/faults', [])
})
