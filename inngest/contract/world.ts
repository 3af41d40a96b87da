import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Inngest } from 'inngest'
import pg from 'pg'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export interface ContractRecord {
  what: string
  value: unknown
  at: number
}

/** Where the contract runs: the app as a child process, beside the embedded runner or a server named by the environment. */
export interface World {
  isEmbedded: boolean
  /** For how many seconds to wait for what must come: a real server's first two retries may take 105. */
  patience: number
  pool: pg.Pool
  appUrl: string
  runnerUrl: string
  send(name: string, data: object, more?: { id?: string; ts?: number }): Promise<void>
  sendMany(events: { name: string; data: object }[]): Promise<void>
  records(key: string, what?: string): Promise<ContractRecord[]>
  /** Waits until as many records exist, and returns all of the key. */
  waitForRecords(key: string, what: string, count?: number): Promise<ContractRecord[]>
  openGate(key: string): Promise<void>
  /** Ends the app as kill -9 does, lets `look` see what is left, and starts a new process in its place. */
  killApp(look?: () => Promise<void>): Promise<void>
  /** The variables that an app process on the same database needs. */
  environment: Record<string, string>
  moveClock(offsetMs: number): Promise<void>
  close(): Promise<void>
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Polls until `look` finds something. Throws what was waited for after `seconds`. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 40): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`waited ${seconds} s in vain for ${what}`)
}

/** Starts one app process and waits for its first line: `owner` or `standby`. Throws when it ends instead; its last words are on stderr. */
export async function startApp(environment: Record<string, string>): Promise<{ child: ChildProcess; state: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', here('./app.ts')], {
    env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [null])])) as [Buffer | null]
  if (!line) throw new Error('The app of the contract did not start.')
  return { child, state: line.toString().trim() }
}

/** kill -9, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** A server knows an app by its address. Always the same one: else it would go on calling the app of an earlier suite beside this one. */
const APP_PORT_FOR_SERVERS = 4617

/** @throws when the keys are such that every call between the server and the SDK would end in 401. */
function assertUsableKeys(eventKey = '', signingKey = ''): void {
  if (eventKey && /^([0-9a-f]{2})+$/i.test(signingKey)) return
  throw new Error('INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY must be those of the server; the signing key in bare hexadecimal on both sides, without signkey-…')
}

/** Makes the app tell the server its functions. */
async function register(appUrl: string, server: string): Promise<void> {
  const answer = await fetch(`${appUrl}/api/inngest`, { method: 'PUT' })
  if (!answer.ok) throw new Error(`The Inngest server at ${server} did not take the functions: ${await answer.text()}`)
}

/** Creates the contract's tables in a migrated database and starts the app on it. */
export async function startWorld(databaseUrl: string, more: Record<string, string> = {}): Promise<World> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  pool.on('error', () => undefined)
  await pool.query(await readFile(here('./schema.sql'), 'utf8'))
  const { INNGEST_BASE_URL: server, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, INNGEST_SERVE_ORIGIN, CONTRACT_APP_PORT } = process.env
  // Inngest's dev server neither signs nor asks for keys; every other one does, as the embedded runner.
  const dev = (server && process.env.INNGEST_DEV) || '0'
  const isDev = !['0', 'false'].includes(dev)
  const isEmbedded = !server
  if (!isEmbedded && !isDev) assertUsableKeys(INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY)
  const appPort = Number(CONTRACT_APP_PORT ?? (isEmbedded ? await freePort() : APP_PORT_FOR_SERVERS))
  const runnerPort = await freePort()
  const runnerUrl = server ?? `http://127.0.0.1:${runnerPort}`
  const eventKey = (server && INNGEST_EVENT_KEY) || randomBytes(16).toString('hex')
  // A real server calls the app by the name localhost, whatever it was told, or by the name in INNGEST_SERVE_ORIGIN.
  const appUrl = `http://${isEmbedded ? '127.0.0.1' : 'localhost'}:${appPort}`
  const environment: Record<string, string> = {
    CONTRACT_DATABASE_URL: databaseUrl,
    CONTRACT_APP_PORT: String(appPort),
    // The name may lead to either loopback address, or to another one of this machine: then the app listens on all of them.
    CONTRACT_APP_HOST: isEmbedded ? '127.0.0.1' : '',
    INNGEST_DEV: dev,
    INNGEST_BASE_URL: runnerUrl,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SIGNING_KEY: (server && INNGEST_SIGNING_KEY) || randomBytes(32).toString('hex'),
    ...(isEmbedded ? { CONTRACT_RUNNER_PORT: String(runnerPort) } : { INNGEST_SERVE_ORIGIN: INNGEST_SERVE_ORIGIN ?? appUrl }),
    ...more,
  }
  const patience = isEmbedded ? 40 : 240
  let app = await startApp(environment)
  if (!isEmbedded) await register(appUrl, server)
  const client = new Inngest({ id: 'contract-test', baseUrl: runnerUrl, eventKey, isDev })
  const records: World['records'] = async (key, what) => {
    const { rows } = await pool.query<ContractRecord>(
      `SELECT what, value, extract(epoch FROM recorded_at)::float8 * 1000 AS at FROM contract.record
       WHERE key = $1 AND ($2::text IS NULL OR what = $2) ORDER BY position`, [key, what ?? null])
    return rows
  }
  return {
    isEmbedded, patience, pool, appUrl, runnerUrl, records,
    send: async (name, data, more = {}) => void (await client.send({ name, data, ...more })),
    sendMany: async (events) => void (await client.send(events)),
    waitForRecords: async (key, what, count = 1) => {
      await eventually(`${count} × ${what} of ${key}`, async () => (await records(key, what)).length >= count, patience)
      return records(key)
    },
    openGate: async (key) => void (await pool.query('INSERT INTO contract.gate VALUES ($1) ON CONFLICT DO NOTHING', [key])),
    environment,
    killApp: async (look) => {
      await kill(app.child)
      await look?.()
      app = await startApp(environment)
    },
    moveClock: async (offsetMs) => void (await fetch(`${appUrl}/clock/${offsetMs}`)),
    close: async () => {
      await kill(app.child)
      await pool.end()
    },
  }
}
