import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import type { ErrorCode } from '@/lib/errors'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'
import type { RunTrigger } from './present'
import { sweepRuns } from './sweep-runs'

await useTestDatabase()
let serial = 0
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

beforeEach(async () => {
  await db().run.deleteMany()
  await db().connection.updateMany({ data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date() } })
})

async function aConnection() {
  const { id: organizationId } = await anOrganization()
  const { id: connectionId } = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: `draft-${++serial}`, authenticationName: 'Ours', connectedByUserId: 'u', connectedByName: 'The owner', connectedAt: ago(9e5),
      startAt: ago(9e5), dropboxAccountId: 'dbid:1', dropboxEmail: 'a@example.com', dropboxName: 'A', dropboxKind: 'basic', scopes: [], rootName: 'Qonto', periodKind: 'month',
      fileTemplate: '{date} {original}',
    },
  })
  const run = async (fields: object, trigger: RunTrigger = 'manual') => (await db().run.create({ data: { organizationId, connectionId, trigger, ...fields } })).id
  const endedBy = async (problem: ErrorCode, endedAt: Date, trigger: RunTrigger = 'daily') =>
    await run({ state: 'ended', outcome: 'owed_remaining', problem, requestedAt: endedAt, endedAt }, trigger)
  const lock = async (lockRunId: string | null, seconds = 60) => await db().connection.update({ where: { id: connectionId }, data: { lockRunId, lockExpiresAt: lockRunId ? ago(-seconds) : null } })
  return { organizationId, connectionId, run, endedBy, lock }
}

const swept = async () => (await sweepRuns()).map(({ runId }) => runId)

test('a run whose event was lost is sent again after a minute, not before, with its trigger', async () => {
  const us = await aConnection()
  await us.run({ requestedAt: ago(50) })
  const lost = await us.run({ requestedAt: ago(70) }, 'setup')
  expect(await sweepRuns()).toEqual([{ runId: lost, connectionId: us.connectionId, organizationId: us.organizationId, trigger: 'setup' }])
  expect(await swept()).toEqual([lost])
})

test('a run that has been silent for a minute is sent again; one with a fresh heartbeat is left to its executor', async () => {
  const [dead, alive] = [await aConnection(), await aConnection()]
  const silent = await dead.run({ state: 'running', requestedAt: ago(500), startedAt: ago(400), heartbeatAt: ago(70) })
  await dead.lock(silent, -5)
  const busy = await alive.run({ state: 'running', requestedAt: ago(500), startedAt: ago(400), heartbeatAt: ago(5) })
  await alive.lock(busy)
  expect(await swept()).toEqual([silent])
})

test('a run that waits for another one of its connection is not lost', async () => {
  const us = await aConnection()
  await us.lock(await us.run({ state: 'running', requestedAt: ago(900), startedAt: ago(900), heartbeatAt: ago(1) }))
  const waiting = await us.run({ requestedAt: ago(600) })
  expect(await swept()).toEqual([])
  await us.lock(null)
  expect(await swept()).toContain(waiting)
})

test('passing trouble is followed by another try after two minutes, then four, and never later than an hour', async () => {
  const us = await aConnection()
  await us.endedBy('qonto_unreachable', ago(110))
  expect(await swept()).toEqual([])
  await db().run.updateMany({ data: { requestedAt: ago(130), endedAt: ago(130) } })
  const [again] = await sweepRuns()
  expect(again).toMatchObject({ trigger: 'retry', connectionId: us.connectionId })
  expect(await swept()).toEqual([])
  await db().run.update({ where: { id: again?.runId }, data: { state: 'ended', outcome: 'owed_remaining', problem: 'qonto_unreachable', requestedAt: ago(120), endedAt: ago(120) } })
  expect(await swept()).toEqual([])
  await db().run.update({ where: { id: again?.runId }, data: { endedAt: ago(250) } })
  expect(await swept()).toHaveLength(1)
  await db().run.deleteMany()
  for (let index = 20; index > 0; index--) await us.endedBy('dropbox_unreachable', ago(3_610 + index), 'retry')
  expect(await swept()).toHaveLength(1)
})

test('a hundred failed tries still mean one queued run, and an hourly comparison in between neither heals nor repeats anything', async () => {
  const us = await aConnection()
  await us.endedBy('dropbox_full', ago(7_200), 'manual')
  await us.run({ state: 'ended', outcome: 'owed_remaining', requestedAt: ago(100), endedAt: ago(90) }, 'reconcile')
  expect((await Promise.all([sweepRuns(), sweepRuns()])).flat()).toHaveLength(1)
  expect(await db().run.count({ where: { state: 'queued' } })).toBe(1)
})

test('what only a person can cure, and a connection that is gone, are left alone', async () => {
  const [refused, gone] = [await aConnection(), await aConnection()]
  await refused.endedBy('qonto_credentials_refused', ago(9_000))
  await gone.endedBy('qonto_unreachable', ago(9_000))
  await db().connection.update({ where: { id: gone.connectionId }, data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date() } })
  expect(await swept()).toEqual([])
})
