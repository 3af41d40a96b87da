import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { useExportWorld } from '@/lib/exports/export-world.test-support'
import { requestRun } from '@/lib/exports/request-run'
import { useTestDatabase } from '@/lib/testing/database'
import { eventually, freePort } from '../contract/world'
import { startEmbeddedRunner } from '../embedded/start'

// The product's export function on the embedded runner, one planned export at a time.
const databaseUrl = await useTestDatabase()
const world = await useExportWorld()
const [port, runnerPort] = [await freePort(), await freePort()]
const keys = { INNGEST_EVENT_KEY: randomBytes(16).toString('hex'), INNGEST_SIGNING_KEY: randomBytes(32).toString('hex') }
Object.assign(process.env, keys, { INNGEST_DEV: '0', INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}`, EXPORTS_AT_ONCE: '1' })
const { inngest } = await import('../client')
const { exportRequested, exportSettled } = await import('../events')
const { exportConnection } = await import('./export-connection')
const { followExports } = await import('./follow-exports')
const { sweep } = await import('./sweep')
const { laneOf } = await import('../lanes')
const { serve } = await import('inngest/node')

const app = createServer(serve({ client: inngest, functions: [exportConnection, followExports, sweep] })).listen(port, '127.0.0.1')
await once(app, 'listening')
expect((app.address() as AddressInfo).port).toBe(port)
let clockOffset = 0
const runner = await startEmbeddedRunner({
  databaseUrl, serveUrl: `http://127.0.0.1:${port}/api/inngest`, port: runnerPort, signingKey: keys.INNGEST_SIGNING_KEY, eventKey: keys.INNGEST_EVENT_KEY,
  now: () => new Date(Date.now() + clockOffset), retryDelays: [200], pollMs: 100,
})
await runner.ready
afterAll(async () => {
  await runner.close()
  app.closeAllConnections()
  app.close()
})

type Us = Awaited<ReturnType<typeof world.connected>>

type Trigger = 'daily' | 'manual'

/** A run row, as the pages, the daily sweep and the hourly comparison make it. */
const request = async ({ organizationId, connectionId }: Us, trigger: Trigger) =>
  (await requestRun({ organizationId, connectionId, trigger, ...(trigger === 'daily' && { dailyDate: '2026-11-23' }) })).runId

const send = async ({ organizationId, connectionId }: Us, trigger: Trigger, runId: string, more: { ts?: number } = {}) =>
  void (await inngest.send(exportRequested.create({ runId, connectionId, organizationId, lane: laneOf(trigger) }, { id: `export:${runId}`, ...more })))

async function ask(us: Us, trigger: Trigger, more: { ts?: number } = {}) {
  const runId = await request(us, trigger)
  await send(us, trigger, runId, more)
  return runId
}

const run = async (id: string) => await db().run.findUniqueOrThrow({ where: { id } })
const ended = async (id: string) => await eventually('the end of the run', async () => (await run(id)).state === 'ended' && (await run(id)))

/** Keeps the connection's row locked: a run that begins stands still in its first step until `release`. */
async function holdBack({ connectionId }: Us): Promise<() => Promise<void>> {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  return await new Promise((resolve) => {
    const done = db().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Connection" WHERE id = ${connectionId} FOR UPDATE`
        resolve(async () => {
          open()
          await done
        })
        await gate
      },
      { timeout: 60_000 },
    )
  })
}

test('Sync now happens at once while the daily run waits for its turn, and the daily run happens too', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  const daily = await ask(us, 'daily', { ts: Date.now() + 3_600_000 })
  const manual = await ask(us, 'manual')
  expect(manual).not.toBe(daily)
  expect(await ended(manual)).toMatchObject({ outcome: 'up_to_date', uploadedCount: 3 })
  expect(await run(daily)).toMatchObject({ state: 'queued' })
  clockOffset = 7_200_000
  expect(await ended(daily)).toMatchObject({ outcome: 'up_to_date', uploadedCount: 0 })
  clockOffset = 0
})

test('Sync now that comes while the daily run works follows when that has ended', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  await world.dropbox.control('PUT', 'latency', { per_call_ms: 250 })
  const daily = await ask(us, 'daily')
  await eventually('the daily run at work', async () => (await run(daily)).state === 'running')
  const manual = await ask(us, 'manual')
  const [first, second] = [await ended(daily), await ended(manual)]
  await world.dropbox.control('PUT', 'latency', { per_call_ms: 0 })
  expect([first.outcome, second.outcome]).toEqual(['up_to_date', 'up_to_date'])
  expect(second.startedAt?.getTime()).toBeGreaterThanOrEqual(first.endedAt?.getTime() ?? Infinity)
  expect(await us.files()).toHaveLength(3)
})

/** Makes every attempt to begin reading the inventory of one run break, as a mistake of ours would. */
async function breakRun(id: string): Promise<void> {
  await db().$executeRawUnsafe(`CREATE FUNCTION break_run() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$broken$$; END'`)
  await db().$executeRawUnsafe(`CREATE TRIGGER break_run BEFORE UPDATE ON "Run" FOR EACH ROW WHEN (NEW.id = '${id}' AND NEW.phase IS NOT NULL) EXECUTE FUNCTION break_run()`)
}

test('a run that follows another and breaks at every attempt ends as failed, and frees the connection', async () => {
  const us = await world.connected({ transactions: 3, receipts: 3 })
  await world.dropbox.control('PUT', 'latency', { per_call_ms: 250 })
  const first = await ask(us, 'manual')
  await eventually('the first run uploading', async () => (await run(first)).phase === 'upload')
  const following = await request(us, 'manual')
  await breakRun(following)
  expect(await ended(first)).toMatchObject({ outcome: 'up_to_date' })
  expect(await ended(following)).toMatchObject({ outcome: 'failed', problem: 'unexpected' })
  await world.dropbox.control('PUT', 'latency', { per_call_ms: 0 })
  expect(await us.connection()).toMatchObject({ lockRunId: null, problem: 'unexpected' })
  expect(console.error, 'the SDK says so too').toHaveBeenCalled()
  vi.mocked(console.error).mockClear()
  await db().$executeRaw`DROP TRIGGER break_run ON "Run"`
  expect(await ended(await ask(us, 'manual'))).toMatchObject({ outcome: 'up_to_date' })
})

test('a run whose event was lost between its row and the send is executed by the next sweep', async () => {
  const us = await world.connected({ transactions: 2, receipts: 2 })
  const lost = await request(us, 'manual')
  await db().run.update({ where: { id: lost }, data: { requestedAt: new Date(Date.now() - 90_000) } })
  clockOffset += 120_000
  expect(await ended(lost)).toMatchObject({ outcome: 'up_to_date', uploadedCount: 2 })
})

test('Sync now that comes at the very end of another run, when its event is skipped, follows within seconds', async () => {
  const us = await world.connected({ transactions: 2, receipts: 2 })
  await ended(await ask(us, 'manual'))
  const settled = await eventually('the word that the executor has ended', async () => {
    const rows = await db().$queryRaw<{ data: object }[]>`SELECT payload -> 'data' AS data FROM runner.event WHERE name = 'export/settled' AND payload -> 'data' ->> 'connectionId' = ${us.connectionId}`
    return rows[0]?.data
  })
  const unheard = await request(us, 'manual')
  await inngest.send(exportSettled.create(settled as { connectionId: string; organizationId: string }))
  expect(await ended(unheard)).toMatchObject({ outcome: 'up_to_date' })
})

test('Sync now of one company does not wait for the planned runs of others', async () => {
  const [slow, next, ours] = [await world.connected({ transactions: 1 }), await world.connected({ transactions: 1 }), await world.connected({ transactions: 2, receipts: 2 })]
  const first = await request(slow, 'daily')
  const release = await holdBack(slow)
  await send(slow, 'daily', first)
  const planned = [first, await ask(next, 'daily')]
  const manual = await ask(ours, 'manual')
  expect(await ended(manual)).toMatchObject({ outcome: 'up_to_date' })
  for (const id of planned) expect(await run(id)).toMatchObject({ state: 'queued', startedAt: null })
  await release()
  for (const id of planned) await ended(id)
})
