import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { startPostgres } from '../launch/embedded-postgres.mjs'
import { migrate } from '../migrate.mjs'

/** The delays of the setting that the figures are about: milliseconds and Mbit/s, 0 is none. */
export type Delays = { dropboxCallMs: number; dropboxEntryMs: number; bandwidthMbit: number; qontoCallMs: number }
export const NO_DELAYS: Delays = { dropboxCallMs: 0, dropboxEntryMs: 0, bandwidthMbit: 0, qontoCallMs: 0 }
export const CAPPED: Delays = { dropboxCallMs: 80, dropboxEntryMs: 1, bandwidthMbit: 100, qontoCallMs: 30 }
export const NOT_CAPPED: Delays = { ...CAPPED, bandwidthMbit: 0 }

export type Calls = { total: number; routes: Record<string, { count: number; errors: number; bytes: number }> }
type Control = <T>(method: string, route: string, body?: unknown) => Promise<T>

export type World = {
  dir: string
  tlsDir: string
  /** Where clients with fixed host names reach the local Dropbox. */
  proxyUrl: string
  dropbox: Control
  qonto: Control
  /** Environment of a process that runs our engine against this world. */
  env: Record<string, string>
  setDelays(delays: Delays): Promise<void>
  close(): Promise<void>
}

/** A database and both local servers, each a process of its own, on free ports and in a new folder that `close` removes. */
export async function startWorld(): Promise<World> {
  const dir = mkdtempSync(path.join(tmpdir(), 'receipts-bench-'))
  const tlsDir = path.join(dir, 'tls')
  mkdirSync(tlsDir)
  const databaseDir = mkdtempSync(path.join(tmpdir(), 'receipts-bench-db-'))
  const postgres = await startPostgres(databaseDir, 'bench', ['-c', 'max_connections=60'])
  await migrate(postgres.url, 'prisma/migrations')
  const dropbox = await startServer('sandbox/dropbox/main.ts', ['--port', '0', '--data', path.join(dir, 'dropbox'), '--tls', tlsDir, '--connect-port', '0'])
  const qonto = await startServer('sandbox/qonto/main.ts', ['--port', '0', '--data', path.join(dir, 'qonto'), '--empty'])
  const ca = readFileSync(path.join(tlsDir, 'ca.pem'), 'utf8')
  const [toDropbox, toQonto] = [controlOverTls(dropbox.url, ca), controlOf(qonto.url)]
  return {
    dir,
    tlsDir,
    proxyUrl: dropbox.connect ?? '',
    dropbox: toDropbox,
    qonto: toQonto,
    env: {
      DATABASE_URL: postgres.url,
      APP_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
      DROPBOX_APP_KEY: 'demo-app-key',
      DROPBOX_APP_SECRET: 'demo-app-secret',
      ...Object.fromEntries(['API', 'CONTENT', 'NOTIFY', 'WEB'].map((name) => [`DROPBOX_${name}_URL`, dropbox.url])),
      QONTO_API_URL: qonto.url,
      QONTO_OAUTH_URL: qonto.url,
      NODE_EXTRA_CA_CERTS: path.join(tlsDir, 'ca.pem'),
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    },
    async setDelays(delays) {
      await toDropbox('PUT', 'latency', { per_call_ms: delays.dropboxCallMs, per_entry_ms: delays.dropboxEntryMs, bandwidth_mbit: delays.bandwidthMbit })
      await toQonto('PUT', 'latency', { per_call_ms: delays.qontoCallMs })
    },
    async close() {
      await Promise.all([dropbox.stop(), qonto.stop()])
      await postgres.stop()
      for (const folder of [dir, databaseDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startServer(program: string, args: string[]): Promise<{ url: string; connect?: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ready = await firstLine(child)
  return { ...(JSON.parse(ready) as { url: string; connect?: string }), stop: () => endChild(child) }
}

/** The first line that a child prints. Rejects when it ends before. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the child has no output')
  const lines = createInterface({ input: child.stdout })
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the program ended before it was ready')))
  const [line] = (await Promise.race([once(lines, 'line'), gone])) as [string]
  return line
}

/** Ends a child that we started, and waits for its end. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

const controlOf = (base: string): Control => async (method, route, body) => {
  const reply = await fetch(`${base}/_sandbox/${route}`, { method, body: body === undefined ? undefined : JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${route}: ${reply.status} ${text}`)
  return JSON.parse(text || 'null')
}

const controlOverTls = (base: string, ca: string): Control => async <T>(method: string, route: string, body?: unknown): Promise<T> => {
  const sent = request(`${base}/_sandbox/${route}`, { method, ca })
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  const [reply] = (await once(sent, 'response')) as [import('node:http').IncomingMessage]
  let text = ''
  for await (const chunk of reply.setEncoding('utf8')) text += chunk
  if (reply.statusCode !== 200) throw new Error(`${method} ${route}: ${reply.statusCode} ${text}`)
  return JSON.parse(text) as T
}
