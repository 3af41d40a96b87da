import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestDatabase } from '@/lib/testing/database'
import { eventually, startWorld, type ContractRecord, type World } from './world'

// A real server waits 15 to 45 seconds before the first retry, 30 to 60 before the second, and up to a minute for a cron.
if (process.env.INNGEST_BASE_URL) vi.setConfig({ testTimeout: 600_000 })

let world: World
beforeAll(async () => {
  world = await startWorld(await startTestDatabase())
})
afterAll(() => world?.close())

const newKey = () => randomUUID()
const words = (records: ContractRecord[]) => records.map(({ what }) => what)
const values = (records: ContractRecord[], what: string) => records.filter((record) => record.what === what).map(({ value }) => value)

/** An event sent now has been looked at once a later one has had its run. */
async function everythingSentIsSeen() {
  const key = newKey()
  await world.send('contract/plain', { key })
  await world.waitForRecords(key, 'ran')
}

describe('steps', () => {
  test('a failing step is tried again, and finished steps are not repeated', async () => {
    const key = newKey()
    await world.send('contract/flaky', { key })
    expect(words(await world.waitForRecords(key, 'after'))).toEqual(['before', 'try', 'try', 'try', 'after'])
  })

  test('parallel steps each run once, and the function goes on with all their results', async () => {
    const key = newKey()
    await world.send('contract/parallel', { key })
    const records = await world.waitForRecords(key, 'sum')
    expect(values(records, 'part').sort()).toEqual([1, 2, 3])
    expect(values(records, 'sum')).toEqual([6])
  })

  test('a sleep lasts at least as long as it says', async () => {
    const key = newKey()
    await world.send('contract/sleep', { key })
    const [before, after] = await world.waitForRecords(key, 'after')
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThanOrEqual(1990)
  })

  test('an error that the function catches does not fail the run', async () => {
    const key = newKey()
    await world.send('contract/catching', { key })
    expect(values(await world.waitForRecords(key, 'caught'), 'caught')).toEqual(['no'])
  })

  test('a process killed in the middle of a step repeats that step only', async () => {
    const key = newKey()
    await world.send('contract/five-steps', { key, other: 'hold 3' })
    await world.waitForRecords(key, 'begin', 3)
    await world.killApp()
    await world.openGate(key)
    const records = await world.waitForRecords(key, 'done')
    expect(values(records, 'begin')).toEqual([1, 2, 3, 3, 4, 5])
    expect(values(records, 'end')).toEqual([1, 2, 3, 4, 5])
  })
})

describe('failures', () => {
  test('an error that cannot be retried fails the run at once and calls onFailure with it', async () => {
    const key = newKey()
    await world.send('contract/failing', { key, other: 'final' })
    expect(words(await world.waitForRecords(key, 'failed'))).toEqual(['try', 'failed'])
    expect(values(await world.records(key), 'failed')).toEqual(['cannot work'])
  })

  test('a step that never works is tried as often as configured, then onFailure is called once', async () => {
    const key = newKey()
    await world.send('contract/failing', { key })
    expect(words(await world.waitForRecords(key, 'failed'))).toEqual(['try', 'try', 'failed'])
  })

  test('a function that names a time is not tried again before it', async () => {
    const key = newKey()
    await world.send('contract/throwing', { key })
    const [first, second] = await world.waitForRecords(key, 'try', 2)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1900)
  })
})

describe('events', () => {
  test('a fan-out starts one run for each event', async () => {
    const [key, ...children] = [newKey(), newKey(), newKey(), newKey()]
    await world.send('contract/fan-out', { key, children })
    for (const child of children) expect(words(await world.waitForRecords(child, 'ran'))).toEqual(['ran'])
    expect(words(await world.waitForRecords(key, 'sent'))).toEqual(['sent'])
  })

  test('an event with a known id starts nothing', async () => {
    const [key, id] = [newKey(), newKey()]
    await world.send('contract/plain', { key }, { id })
    await world.waitForRecords(key, 'ran')
    await world.send('contract/plain', { key }, { id })
    await everythingSentIsSeen()
    expect(words(await world.records(key))).toEqual(['ran'])
  })

  test('an event dated in the future starts its run at that time', async () => {
    const key = newKey()
    const ts = Date.now() + 2000
    await world.send('contract/plain', { key }, { ts })
    const [ran] = await world.waitForRecords(key, 'ran')
    expect(ran?.at).toBeGreaterThanOrEqual(ts)
  })

  test('a cron fires on its minute, and only once', async () => {
    const offset = world.isEmbedded ? 60_000 : 0
    const minuteOf = (ms: number) => Math.floor(ms / 60_000)
    const start = Date.now()
    const before = (await world.records('tick', 'tick')).length
    await world.moveClock(offset)
    await world.waitForRecords('tick', 'tick', before + 1)
    await everythingSentIsSeen()
    // One for each minute that has begun, and that of the first minute when it was still under way.
    const begun = minuteOf(Date.now() + offset) - minuteOf(start)
    expect((await world.records('tick', 'tick')).length).toBeLessThanOrEqual(before + begun + 1)
  })
})

describe('flow', () => {
  test('a singleton skips events while its run is under way', async () => {
    const key = newKey()
    await world.send('contract/singleton', { key, other: 'first' })
    await world.waitForRecords(key, 'enter')
    await world.send('contract/singleton', { key, other: 'second' })
    await everythingSentIsSeen()
    await world.openGate(key)
    await world.waitForRecords(key, 'leave')
    // The run ends a moment after its last step, and until then it skips events as well.
    const left = await eventually('a run after the first', async () => {
      await world.send('contract/singleton', { key, other: 'third' })
      await everythingSentIsSeen()
      const seen = values(await world.records(key), 'leave')
      return seen.length > 1 && seen
    }, world.patience)
    expect(left.slice(0, 2)).toEqual(['first', 'third'])
  })

  test('a debounced function runs once, for the last event', async () => {
    const key = newKey()
    for (const other of ['first', 'second', 'third']) {
      await world.send('contract/debounced', { key, other })
      // A server may look at two quick sends in any order.
      await everythingSentIsSeen()
    }
    await world.waitForRecords(key, 'ran')
    await everythingSentIsSeen()
    expect(values(await world.records(key), 'ran')).toEqual(['third'])
  })

  test('a concurrency key lets one call of a key run at a time, and other keys go on', async () => {
    const [key, otherKey] = [newKey(), newKey()]
    for (const other of ['a', 'b']) await world.send('contract/one-at-a-time', { key, other })
    const first = String(values(await world.waitForRecords(key, 'enter'), 'enter')[0])
    await world.send('contract/one-at-a-time', { key: otherKey, other: 'c' })
    await world.waitForRecords(otherKey, 'enter')
    expect(words(await world.records(key))).toEqual(['enter'])
    const second = first === 'a' ? 'b' : 'a'
    await world.openGate(`${key}:${second}`)
    await world.openGate(`${key}:${first}`)
    expect(words(await world.waitForRecords(key, 'leave', 2))).toEqual(['enter', 'leave', 'enter', 'leave'])
    await world.openGate(`${otherKey}:c`)
  })
})
