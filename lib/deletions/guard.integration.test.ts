import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { answerGuard } from './answer-guard'
import { getGuard } from './get-guard'
import { useNearDropbox } from './proof/near-dropbox.test-support'
import { aHome, aStage, act, addReceipt, type Stage } from './proof/stage'
import { uploadOwed, type Source } from './proof/upload-stub'
import { reconcileDeletions } from './reconcile-deletions'

await useTestDatabase()
const dropbox = await useNearDropbox()

const source = (n: number): Source => ({ fileName: `r${n}.pdf`, account: 0, place: `Main/2026-0${n % 2 === 0 ? 1 : 2}`, text: `receipt ${n}` })
const sources = Array.from({ length: 60 }, (_, index) => source(index + 1))

async function afterAMassDeletion(): Promise<Stage> {
  const stage = await aStage(await aHome(dropbox))
  for (const { account, fileName, text } of sources) await addReceipt(stage, { account, fileName, size: text.length })
  await uploadOwed(stage, sources)
  await pass(stage)
  await act(stage.home, { op: 'delete', path: '/Qonto/Main' })
  expect(await pass(stage)).toMatchObject({ tombstoned: 0, returned: 0, guardAsked: true })
  return stage
}

const pass = (stage: Stage) => reconcileDeletions(stage.ref, () => stage.session)
const guardOf = ({ ref }: Stage) => getGuard(ref.organizationId, ref.connectionId)
const count = ({ ref }: Stage, state: 'owed' | 'done' | 'tombstoned') => db().export.count({ where: { connectionId: ref.connectionId, state } })
const answer = ({ ref }: Stage, given: 'confirm' | 'bring_back') =>
  answerGuard({ userId: 'u', name: 'Owner', email: 'o@example.com', role: 'owner', sessionId: 's', organizationId: ref.organizationId, organizationName: 'A', timeZone: 'UTC', locale: 'en' }, given)

test('a mass deletion waits for a person, who confirms it', async () => {
  const stage = await afterAMassDeletion()
  expect(await guardOf(stage)).toMatchObject({ missing: 60, total: 60, folders: ['/Qonto/Main'] })
  expect(await count(stage, 'done')).toBe(60)
  expect(await pass(stage)).toMatchObject({ tombstoned: 0, guardAsked: true })
  await answer(stage, 'confirm')
  await answer(stage, 'bring_back')
  expect(await guardOf(stage)).toBeNull()
  expect(await pass(stage)).toMatchObject({ tombstoned: 60, guardAsked: false })
  expect(await count(stage, 'tombstoned')).toBe(60)
  expect(await pass(stage)).toMatchObject({ tombstoned: 0, guardAsked: false })
  const kinds = await db().deletionEvent.findMany({ where: { connectionId: stage.ref.connectionId }, orderBy: { decidedAt: 'asc' }, select: { kind: true } })
  expect(kinds.map(({ kind }) => kind)).toEqual(['guard_asked', 'guard_answered', 'folder_deleted'])
})

test('a mass deletion is undone by a person, and everything comes back', async () => {
  const stage = await afterAMassDeletion()
  await answer(stage, 'bring_back')
  await pass(stage)
  await uploadOwed(stage, sources)
  await pass(stage)
  expect(await count(stage, 'done')).toBe(60)
  const events = await db().deletionEvent.findMany({ where: { connectionId: stage.ref.connectionId, kind: { in: ['folder_deleted', 'brought_back'] } } })
  expect(events.map(({ receiptCount, healedAt }) => [receiptCount, healedAt !== null])).toEqual([[60, true], [60, true]])
})

test('the question is withdrawn when the folder is restored before an answer', async () => {
  const stage = await afterAMassDeletion()
  await act(stage.home, { op: 'restore', path: '/Qonto/Main' })
  expect(await pass(stage)).toMatchObject({ tombstoned: 0, returned: 0, guardAsked: false })
  expect(await guardOf(stage)).toBeNull()
  expect(await count(stage, 'done')).toBe(60)
})

test('the question stays while the whole root folder is gone', async () => {
  const stage = await afterAMassDeletion()
  await act(stage.home, { op: 'delete', path: '/Qonto' })
  expect(await pass(stage)).toMatchObject({ tombstoned: 0, guardAsked: true })
  await answer(stage, 'confirm')
  expect(await pass(stage)).toMatchObject({ tombstoned: 60 })
  expect(await count(stage, 'tombstoned')).toBe(60)
})
