import { createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Inngest, InngestFunction } from 'inngest'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { contractFunctions } from './functions'
import { refusedByInngest, type RegisteredFunction } from './refused-by-inngest'

// A stand-in for the part of an Inngest server that takes registrations, strict where the real one is.
const keys = { INNGEST_EVENT_KEY: 'key', INNGEST_SIGNING_KEY: randomBytes(32).toString('hex') }
const servers: Server[] = []
const taken: { path: string; headers: IncomingHttpHeaders; body: Registration }[] = []

interface Registration {
  url: string
  sdk: string
  appName: string
  framework: string
  functions: RegisteredFunction[]
}

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const apps: Record<string, string> = {}

beforeAll(async () => {
  const stub = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as Registration })
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, modified: true, status: 200 }))
    })
  })
  Object.assign(process.env, keys, { INNGEST_DEV: '0', INNGEST_BASE_URL: await listen(stub) })
  // Read after the addresses are set, as when the app starts with an Inngest server configured.
  const [{ Inngest }, { serve }, { inngest }, { functions }] = await Promise.all([import('inngest'), import('inngest/node'), import('../client'), import('../index')])
  const start = async (client: Inngest.Any, list: InngestFunction.Any[]) => `${await listen(createServer(serve({ client, functions: list })))}/api/inngest`
  const never = () => Promise.reject(new Error('not called'))
  const contract = new Inngest({ id: 'contract' })
  apps.product = await start(inngest, functions)
  apps.contract = await start(contract, contractFunctions(contract, { record: never, count: never, waitForGate: never }))
})
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

function sign(body: string): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `t=${seconds}&s=${createHmac('sha256', keys.INNGEST_SIGNING_KEY).update(body).update(String(seconds)).digest('hex')}`
}

describe.each(['product', 'contract'])('the functions of the %s', (name) => {
  test('register out of band: the app tells the server, with the hash of the bare key', async () => {
    taken.length = 0
    const answer = await fetch(apps[name] ?? '', { method: 'PUT' })
    expect(answer.status).toBe(200)
    const bearer = createHash('sha256').update(Buffer.from(keys.INNGEST_SIGNING_KEY, 'hex')).digest('hex')
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ path: expect.stringMatching(/^\/fn\/register/), headers: { authorization: `Bearer ${bearer}` }, body: { url: expect.stringContaining('/api/inngest') } })
    expect(taken[0]?.body.functions.length).toBeGreaterThan(5)
  })

  test('register in band: a signed request is answered with the same functions, an unsigned one is not', async () => {
    const body = JSON.stringify({ url: apps[name] })
    const ask = (headers: Record<string, string>) => fetch(apps[name] ?? '', { method: 'PUT', body, headers: { 'content-type': 'application/json', 'x-inngest-sync-kind': 'in_band', ...headers } })
    const answer = await ask({ 'x-inngest-signature': sign(body) })
    expect(answer.status).toBe(200)
    const { functions } = (await answer.json()) as { functions: RegisteredFunction[] }
    expect(functions.map(({ id }) => id)).toEqual(taken[0]?.body.functions.map(({ id }) => id))
    expect((await ask({ 'x-inngest-signature': `t=${Math.floor(Date.now() / 1000)}&s=${'0'.repeat(64)}` })).status).toBe(401)
    expect(console.error, 'the SDK says so too').toHaveBeenCalled()
    vi.mocked(console.error).mockClear()
  })

  test('ask for nothing that an Inngest server refuses', () => {
    expect(Object.fromEntries((taken[0]?.body.functions ?? []).map((config) => [config.id, refusedByInngest(config)]).filter(([, refused]) => refused?.length))).toEqual({})
  })
})

test('what a server refuses is found', () => {
  const step = { step: { name: 'step', runtime: { url: 'http://127.0.0.1/api/inngest' } } }
  const found = (more: object) => refusedByInngest({ id: 'app-export', name: 'export', triggers: [{ event: 'a' }], steps: step, ...more })
  expect(found({})).toEqual([])
  expect(found({ triggers: [{ cron: 'TZ=Europe/Paris 30 23 * * *' }] })).toEqual([])
  for (const more of [
    { triggers: [{ cron: '0 30 23 * * *' }] }, { triggers: [{ cron: '@daily' }] }, { triggers: [{ cron: 'TZ=Europe/Nowhere 1 * * * *' }] }, { triggers: [] }, { debounce: { period: '500ms' } },
    { debounce: { period: '8d' } }, { singleton: { mode: 'queue' } }, { batchEvents: {}, singleton: { mode: 'skip' } }, { concurrency: [{ limit: 1 }, { limit: 2 }, { limit: 3 }] },
    { idempotency: 'event.data.package' }, { steps: {} }, { id: 'a'.repeat(65) },
  ]) expect(found(more), JSON.stringify(more)).toHaveLength(1)
})
