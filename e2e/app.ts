import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Where a running copy of the product is. */
export type AppAddress = { url: string; dropboxUrl: string; qontoUrl: string; dataDir: string; clockFile: string; pid: number }

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const portOf = (url: string) => Number(new URL(url).port)

/** Starts a copy with `npm start`'s own program and waits for its ready line. `over` is an earlier copy: the same data and the same ports. */
export async function startApp({ over, env }: { over?: AppAddress | undefined; env?: Record<string, string> } = {}) {
  const dataDir = over?.dataDir ?? mkdtempSync(path.join(tmpdir(), 'receipts-e2e-'))
  const clockFile = path.join(dataDir, 'clock.json')
  if (!over) writeFileSync(clockFile, '{"offsetMs":0}')
  const [port, dropboxPort, qontoPort] = over ? [over.url, over.dropboxUrl, over.qontoUrl].map(portOf) : [await freePort(), await freePort(), await freePort()]
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: String(port), APP_URL: '', DATA_DIR: dataDir, SANDBOX_DROPBOX_PORT: String(dropboxPort), SANDBOX_QONTO_PORT: String(qontoPort), CLOCK_FILE: clockFile, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  let isReady = false
  child.stderr.on('data', (chunk) => output.push(String(chunk)))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output.push(String(chunk))
      if (!/^Ready in /m.test(String(chunk))) return
      isReady = true
      resolve()
    })
    child.once('exit', (code) => {
      if (isReady) return
      if (!over) rmSync(dataDir, { recursive: true, force: true })
      reject(new Error(`the app ended with ${code} before it was ready:\n${output.join('')}`))
    })
  })
  const address: AppAddress = { url: `http://localhost:${port}`, dropboxUrl: `http://127.0.0.1:${dropboxPort}`, qontoUrl: `http://127.0.0.1:${qontoPort}`, dataDir, clockFile, pid: child.pid ?? 0 }
  const stop = async ({ signal = 'SIGINT' as NodeJS.Signals, removeData = false } = {}) => {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    if (removeData) rmSync(dataDir, { recursive: true, force: true })
  }
  return { address, stop, output: () => output.join('') }
}

/** The processes of the app that the launcher has started: the pages, and the background work. */
export function processesOf(app: AppAddress): { pages: number | undefined; background: number | undefined } {
  const pids = readFileSync(`/proc/${app.pid}/task/${app.pid}/children`, 'utf8').trim().split(' ')
  const serving = (port: string) => {
    const pid = pids.find((candidate) => readFileSync(`/proc/${candidate}/cmdline`, 'utf8').includes(`serve.mjs\0${port}\0`))
    return pid === undefined ? undefined : Number(pid)
  }
  return { pages: serving(new URL(app.url).port), background: serving('0') }
}

/** Environment of a program that works on the same data as the running copy: its database and its secrets. */
export function environmentOf(app: AppAddress): Record<string, string> {
  const secrets = JSON.parse(readFileSync(path.join(app.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>
  const password = readFileSync(path.join(app.dataDir, 'postgres-password'), 'utf8').trim()
  const port = readFileSync(path.join(app.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]?.trim()
  return {
    ...secrets,
    DATABASE_URL: `postgresql://receipts:${password}@127.0.0.1:${port}/receipts`,
    DATA_DIR: app.dataDir,
    DEMO: '1',
    DROPBOX_APP_KEY: 'demo-app-key',
    DROPBOX_APP_SECRET: 'demo-app-secret',
    DROPBOX_API_URL: app.dropboxUrl,
    DROPBOX_CONTENT_URL: app.dropboxUrl,
    DROPBOX_NOTIFY_URL: app.dropboxUrl,
    DROPBOX_WEB_URL: app.dropboxUrl,
    QONTO_API_URL: app.qontoUrl,
    QONTO_OAUTH_URL: app.qontoUrl,
  }
}
