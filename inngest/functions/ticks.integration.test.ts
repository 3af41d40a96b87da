import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { eventually, freePort } from '../contract/world'
import { fetchFunctions } from '../embedded/protocol'
import { assertSupported } from '../embedded/functions'
import { startEmbeddedRunner } from '../embedded/start'

const databaseUrl = await useTestDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'notify-'))
const runnerPort = await freePort()
const keys = { INNGEST_EVENT_KEY: randomBytes(16).toString('hex'), INNGEST_SIGNING_KEY: randomBytes(32).toString('hex') }
Object.assign(process.env, keys, { DATA_DIR: dataDir, INNGEST_DEV: '0', INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}`, EMBEDDED_RUNNER_PORT: String(runnerPort) })
const { inngest } = await import('../client')
const { functions } = await import('../index')
const { dailyExport } = await import('./daily-export')
const { notify } = await import('./notify')
const { sweep } = await import('./sweep')
const { serve } = await import('inngest/node')

async function serveOnly(some: typeof functions) {
  const app = createServer(serve({ client: inngest, functions: some })).listen(0, '127.0.0.1')
  await once(app, 'listening')
  afterAll(() => {
    app.closeAllConnections()
    app.close()
  })
  return `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test('every function runs on the embedded runner, under a name of its own', async () => {
  const target = { serveUrl: await serveOnly(functions), signingKey: keys.INNGEST_SIGNING_KEY, signal: AbortSignal.timeout(30_000) }
  const configs = await fetchFunctions(target)
  expect(configs.length).toBeGreaterThanOrEqual(functions.length)
  expect(new Set(configs.map(({ id }) => id)).size).toBe(configs.length)
  for (const config of configs) expect(() => assertSupported(config)).not.toThrow()
})

let serial = 0

/** A member of a new organization whose connection is as old as `connectedAt`. */
async function aConnectedOwner(fields: { connectedAt: Date; problem?: string }) {
  const organization = await anOrganization()
  const owner = await aMember(organization, 'owner')
  await db().connection.create({
    data: {
      organizationId: organization.id, liveKey: organization.id, draftId: `draft-${++serial}`, authenticationName: 'Ours', connectedByUserId: owner.userId,
      connectedByName: owner.name, startAt: new Date(0), dropboxAccountId: 'dbid:1', dropboxEmail: 'books@example.com', dropboxName: 'Books', dropboxKind: 'basic', scopes: [],
      rootName: 'Qonto', periodKind: 'month', fileTemplate: '{date} {original}', ...fields,
    },
  })
  return owner
}

/** Runs one function for a few ticks of its cron, `minutes` apart. */
async function tickThrice(one: (typeof functions)[number], minutes: number): Promise<void> {
  await db().$executeRaw`TRUNCATE runner.run, runner.event, runner.cron CASCADE`
  let clockOffset = 0
  const runner = await startEmbeddedRunner({
    databaseUrl, serveUrl: await serveOnly([one]), port: runnerPort, signingKey: keys.INNGEST_SIGNING_KEY, eventKey: keys.INNGEST_EVENT_KEY,
    now: () => new Date(Date.now() + clockOffset), retryDelays: [200], pollMs: 100,
  })
  await runner.ready
  const runs = async () => (await db().$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM runner.run WHERE status = 'completed'`)[0]?.count ?? 0
  for (const tick of [1, 2, 3]) {
    clockOffset = tick * minutes * 60_000
    await eventually(`tick ${tick}`, async () => (await runs()) >= tick)
  }
  await runner.close()
}

test('within ten minutes of the cause the mail lies in the outbox, once, though the tick comes again and again', async () => {
  const owner = await aConnectedOwner({ connectedAt: new Date(), problem: 'dropbox_full' })
  await tickThrice(notify, 10)
  expect(readdirSync(path.join(dataDir, 'outbox'))).toEqual([expect.stringMatching(new RegExp(`${owner.userId}\\.eml$`))])
  const [step] = await db().$queryRaw<{ text: string }[]>`SELECT string_agg(value::text, ' ') AS text FROM runner.step`
  expect(step?.text).toContain('mails')
  expect(step?.text).not.toContain('example.com')
})

test('a daily run that is due has one row and one event, however often the tick comes; starts are spread', async () => {
  await db().connection.updateMany({ data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date() } })
  const longAgo = new Date(Date.now() - 3 * 86_400_000)
  for (let index = 0; index < 3; index++) await aConnectedOwner({ connectedAt: longAgo })
  await tickThrice(dailyExport, 5)
  const rows = await db().run.findMany({ where: { trigger: 'daily' }, orderBy: { id: 'asc' } })
  expect(rows.filter(({ dailyDate }) => dailyDate === rows[0]?.dailyDate)).toHaveLength(3)
  const events = await db().$queryRaw<{ id: string; ts: number }[]>`
    SELECT id, (payload ->> 'ts')::float8 AS ts FROM runner.event WHERE name = 'export/requested' ORDER BY position`
  expect(events.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => `export:${id}`).sort())
  expect(new Set(events.map(({ ts }) => ts)).size).toBe(events.length)
})

test('consents whose end Qonto has not confirmed are looked after by the sweep', async () => {
  const { id: organizationId } = await anOrganization()
  const at = { organizationId, who: 'Ann', nextTryAt: new Date() }
  await db().qontoRevocation.createMany({ data: [{ ...at, lapsesAt: new Date(0) }, { ...at, lapsesAt: new Date(Date.now() + 86_400_000) }] })
  await tickThrice(sweep, 2)
  expect(await db().qontoRevocation.count({ where: { organizationId } })).toBe(1)
})
