import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retryBackgroundRun } from '@/lib/activity/retry-background-run'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { stormWithKills } from '../contract/kill-storm'
import { eventually, freePort, kill, startApp, startWorld, type ContractRecord, type World } from '../contract/world'

const newKey = () => randomUUID()
const words = (records: ContractRecord[]) => records.map(({ what }) => what)

const databaseUrl = await useTestDatabase()
let world: World
beforeAll(async () => {
  world = await startWorld(databaseUrl)
})
afterAll(() => world.close())

describe('who may speak', () => {
  test('a call to the app that is not signed runs nothing', async () => {
    const key = newKey()
    const answer = await fetch(`${world.appUrl}/api/inngest?fnId=contract-plain&stepId=step`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: 2, event: { name: 'contract/plain', data: { key } }, events: [], steps: {}, ctx: { run_id: 'x', attempt: 0 } }),
    })
    expect(answer.status).toBe(401)
    expect(await world.records(key)).toEqual([])
  })

  test('an event with a wrong key, a checkpoint and a registration without the signing key are refused', async () => {
    const post = async (path: string, body: unknown) => (await fetch(world.runnerUrl + path, { method: 'POST', body: JSON.stringify(body) })).status
    expect(await post('/e/wrong', [{ name: 'contract/plain', data: {} }])).toBe(401)
    expect(await post('/fn/register', {})).toBe(401)
    expect(await post('/v1/checkpoint/run/async', { qi_id: '1', steps: [] })).toBe(401)
  })

  test('what is not a list of events is refused as a whole, and so are too many', async () => {
    const post = async (body: string) => (await fetch(`${world.runnerUrl}/e/${world.environment.INNGEST_EVENT_KEY}`, { method: 'POST', body })).status
    expect(await post('{')).toBe(400)
    expect(await post(JSON.stringify(Array.from({ length: 5001 }, () => ({ name: 'a' }))))).toBe(400)
    expect(await post(JSON.stringify([{ name: 'a', data: { text: 'x'.repeat(3 * 1024 * 1024) } }]))).toBe(413)
  })
})

describe('the clock', () => {
  const ticks = async () => (await world.records('tick')).map(({ value }) => (value as { scheduledAt: string }).scheduledAt)
  const DAY = 86_400_000

  test('after the clock stepped forward over days the latest tick fires, and stepping back fires none of them again', async () => {
    const isJumped = (tick: string) => Date.parse(tick) > Date.now() + 3 * DAY - 120_000
    expect((await ticks()).some(isJumped)).toBe(false)
    await world.moveClock(3 * DAY)
    await eventually('a tick of the day after tomorrow', async () => (await ticks()).some(isJumped))
    await world.moveClock(0)
    await plainRun()
    await world.moveClock(3 * DAY)
    await plainRun()
    const all = await ticks()
    expect(new Set(all).size).toBe(all.length)
    expect(all.length, 'the 4,000 ticks between are not made up for').toBeLessThan(10)
    await world.moveClock(0)
  })

  test('with the clock set back, work that is due now is done now', async () => {
    await world.moveClock(-3 * DAY)
    await plainRun()
    const key = newKey()
    await world.send('contract/flaky', { key })
    await world.waitForRecords(key, 'after')
    await world.moveClock(0)
  })

  test('a long sleep ends when the clock is moved past it', async () => {
    const key = newKey()
    await world.send('contract/sleep', { key, other: '1h' })
    await eventually('the sleep', async () => (await world.pool.query('SELECT FROM runner.job WHERE is_sleep')).rowCount === 1)
    await world.moveClock(3_700_000)
    expect(words(await world.waitForRecords(key, 'after'))).toEqual(['before', 'after'])
    await world.moveClock(0)
  })

  async function plainRun() {
    const key = newKey()
    await world.send('contract/plain', { key })
    await world.waitForRecords(key, 'ran')
  }
})

test('a failed run that is put back goes on with the failed step and repeats no other', async () => {
  const key = newKey()
  await world.send('contract/mendable', { key })
  const failed = await eventually('a failed run', async () => (await world.pool.query(`SELECT id FROM runner.run WHERE function_id = 'contract-mendable' AND status = 'failed'`)).rows[0])
  const us = await aMember(await anOrganization(), 'owner')
  await world.pool.query(`UPDATE runner.run SET event = jsonb_set(event::jsonb, '{data,organizationId}', to_jsonb($2::text)) WHERE id = $1`, [failed.id, us.organizationId])
  await retryBackgroundRun(us, failed.id)
  expect(words(await world.waitForRecords(key, 'after'))).toEqual(['before', 'try', 'try', 'after'])
})

describe('survival', () => {
  test('an event sent while the app is down is stored by the standby, which takes over and runs it', async () => {
    const runnerPort = String(await freePort())
    const environment: Record<string, string> = {
      ...world.environment, CONTRACT_STANDBY: '1', CONTRACT_APP_PORT: String(await freePort()),
      CONTRACT_RUNNER_PORT: runnerPort, INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}`,
    }
    const [key, lateKey] = [newKey(), newKey()]
    const second = await startApp(environment)
    try {
      expect(second.state).toBe('standby')
      await world.send('contract/five-steps', { key, other: 'hold 2' })
      await world.waitForRecords(key, 'begin', 2)
      await world.killApp(async () => {
        const late = await fetch(`${environment.INNGEST_BASE_URL}/e/${environment.INNGEST_EVENT_KEY}`, {
          method: 'POST', body: JSON.stringify([{ name: 'contract/plain', data: { key: lateKey } }]),
        })
        expect(late.status).toBe(200)
        await world.openGate(key)
        expect(words(await world.waitForRecords(key, 'done')).filter((what) => what === 'begin')).toHaveLength(6)
        await world.waitForRecords(lateKey, 'ran')
        await kill(second.child)
      })
    } finally {
      await kill(second.child)
    }
  })

  test('60 runs of 5 steps survive 20 kills: all complete, and no remembered step runs again', async () => {
    const { completed, begun, repeated } = await stormWithKills(world, 60, 20)
    expect(completed).toBe(60)
    expect(begun, 'some steps were cut off, or nothing was proven').toBeGreaterThan(300)
    expect(repeated).toBe(0)
  }, 180_000)
})
