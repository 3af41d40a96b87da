import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/node'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startTestDatabase } from '@/lib/testing/database'
import { eventually } from '../contract/world'
import { startEmbeddedRunner, type EmbeddedRunner } from './start'
import { fireTicks } from './store'

const KEYS = { signingKey: 'ab'.repeat(32), eventKey: 'key' }
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const client = new Inngest({ id: 'app', isDev: false, logger: silent, signingKey: KEYS.signingKey, eventKey: KEYS.eventKey })

const open: { servers: Server[]; runners: EmbeddedRunner[] } = { servers: [], runners: [] }
afterEach(async () => {
  await Promise.all(open.runners.splice(0).map((runner) => runner.close()))
  for (const server of open.servers.splice(0)) server.close()
})

async function serveFunctions(functions: InngestFunction.Any[]): Promise<string> {
  const handle = serve({ client, functions })
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1')
  open.servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`
}

async function startRunner(databaseUrl: string, serveUrl: string): Promise<EmbeddedRunner> {
  const runner = await startEmbeddedRunner({ databaseUrl, serveUrl, port: 0, ...KEYS, pollMs: 50, retryDelays: [50] })
  open.runners.push(runner)
  return runner
}

const healthOf = async (runner: EmbeddedRunner) => (await fetch(`${runner.url}/health`)).status

const send = (runner: EmbeddedRunner, name: string) =>
  fetch(`${runner.url}/e/${KEYS.eventKey}`, { method: 'POST', body: JSON.stringify([{ name, data: {} }]) })

test('a function that asks for too much stops the start, naming the function and what it asks for', async () => {
  const greedy = client.createFunction({ id: 'greedy', triggers: { event: 'x' }, throttle: { limit: 1, period: '1s' } }, async () => undefined)
  const runner = await startRunner(await startTestDatabase(), await serveFunctions([greedy]))
  await expect(runner.ready).rejects.toThrow(/app-greedy.*throttle/)
  expect(runner.problem()).toMatch(/app-greedy.*throttle/)
})

test('events that arrive before the app answers are kept and run once it does', async () => {
  const databaseUrl = await startTestDatabase()
  const away = await startRunner(databaseUrl, 'http://127.0.0.1:1/api/inngest')
  expect((await send(away, 'early')).status).toBe(200)
  expect(away.problem()).not.toBeNull()
  expect(await healthOf(away)).toBe(503)
  await away.close()

  let runs = 0
  const early = client.createFunction({ id: 'early', triggers: { event: 'early' } }, async () => void runs++)
  const runner = await startRunner(databaseUrl, await serveFunctions([early]))
  await runner.ready
  await eventually('the run', async () => runs === 1)
  expect([runner.state(), runner.problem(), await healthOf(runner)]).toEqual(['owner', null, 200])
})

test('of two runners on one database one drives, and the other takes over when it closes', async () => {
  const databaseUrl = await startTestDatabase()
  const by: string[] = []
  const appNamed = (name: string) => serveFunctions([client.createFunction({ id: 'who', triggers: { event: 'who' } }, async () => void by.push(name))])
  const first = await startRunner(databaseUrl, await appNamed('first'))
  await first.ready
  const second = await startRunner(databaseUrl, await appNamed('second'))
  await eventually('the standby', async () => second.problem() === null)
  expect([first.state(), second.state()]).toEqual(['owner', 'standby'])
  expect([await healthOf(first), await healthOf(second)]).toEqual([200, 200])
  await send(second, 'who')
  await eventually('a run', async () => by.length === 1)
  await first.close()
  await second.ready
  await send(second, 'who')
  await eventually('a second run', async () => by.length === 2)
  expect(by).toEqual(['first', 'second'])
})

test('a close in the middle of a step gives the step back without a mark against it', async () => {
  const databaseUrl = await startTestDatabase()
  let release: () => void = () => undefined
  let calls = 0
  const held = client.createFunction({ id: 'held', triggers: { event: 'held' }, checkpointing: false }, async ({ step }) => {
    await step.run('wait', () => new Promise<void>((resolve) => ((release = resolve), calls++)))
  })
  const serveUrl = await serveFunctions([held])
  const first = await startRunner(databaseUrl, serveUrl)
  await first.ready
  await send(first, 'held')
  await eventually('the call', async () => calls === 1)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  await first.close()
  expect((await pool.query('SELECT crashes, attempt, claimed_by FROM runner.job')).rows).toEqual([{ crashes: 0, attempt: 0, claimed_by: null }])
  release()
  const second = await startRunner(databaseUrl, serveUrl)
  await eventually('the second call', async () => calls === 2)
  release()
  await eventually('the end', async () => (await pool.query(`SELECT FROM runner.run WHERE status = 'completed'`)).rowCount === 1)
  await second.close()
  await pool.end()
})

test('ticks missed while nothing ran fire once, for the latest; a clock set back fires only what never fired', async () => {
  const pool = new pg.Pool({ connectionString: await startTestDatabase(), max: 1 })
  const expression = 'TZ=Europe/Paris 30 23 * * *'
  await pool.query(`INSERT INTO runner.function VALUES ('nightly', '{}')`)
  await pool.query(`INSERT INTO runner.cron VALUES ('nightly', $1, '2026-10-22T21:30:00Z')`, [expression])
  const fireAt = async (text: string) => {
    await fireTicks(pool, '0', new Date(text))
    const { rows } = await pool.query<{ at: string }>(`SELECT payload->'data'->>'scheduledAt' AS at FROM runner.event ORDER BY position`)
    return rows.map(({ at }) => at.slice(0, 16))
  }
  expect(await fireAt('2026-10-22T21:00:00Z')).toEqual([])
  expect(await fireAt('2026-10-25T22:31:00Z')).toEqual(['2026-10-25T22:30'])
  expect(await fireAt('2026-10-24T12:00:00Z')).toEqual(['2026-10-25T22:30'])
  expect(await fireAt('2026-10-24T21:30:00Z')).toEqual(['2026-10-25T22:30', '2026-10-24T21:30'])
  expect(await fireAt('2026-10-25T22:30:00Z')).toEqual(['2026-10-25T22:30', '2026-10-24T21:30'])
  expect(await fireAt('2026-10-26T22:30:00Z')).toHaveLength(3)
  await pool.end()
})
