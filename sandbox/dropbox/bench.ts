import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Measures the server alone, in a process of its own, with a client that does as little as possible. Prints one JSON
 * object a line. Arguments: `--files N` (100000), `--gigabytes N` (10).
 */
const FILE = 20 * 1024
const APPEND_ENTRIES = 80
const MIB = 1024 * 1024

interface Reply {
  status: number
  text: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

function post(url: string, headers: Record<string, string>, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    req.on('error', reject)
    req.end(body)
  })
}

interface Target {
  url: string
  pid: number
  auth: { authorization: string }
  dataDir: string
  stop(): Promise<void>
}

async function startServer(): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dropbox-bench-'))
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { url: string }).url)))
  await post(`${url}/_sandbox/accounts`, {}, Buffer.from(JSON.stringify({ email: 'bench@example.com', name: 'Bench', quota: 1e15 })))
  const token = JSON.parse((await post(`${url}/_sandbox/tokens`, {}, Buffer.from('{"account":"bench@example.com"}'))).text) as { access_token: string }
  return {
    url, dataDir, pid: child.pid ?? 0, auth: { authorization: `Bearer ${token.access_token}` },
    stop: () => new Promise((resolve) => {
      child.once('exit', () => {
        rmSync(dataDir, { recursive: true, force: true })
        resolve()
      })
      child.kill('SIGTERM')
    }),
  }
}

async function rpc<T>(target: Target, route: string, arg: unknown): Promise<T> {
  const reply = await post(`${target.url}/2/${route}`, { ...target.auth, 'content-type': 'application/json' }, Buffer.from(JSON.stringify(arg)))
  if (reply.status !== 200) throw new Error(`${route}: ${reply.status} ${reply.text.slice(0, 300)}`)
  return JSON.parse(reply.text) as T
}

async function send(target: Target, route: string, arg: unknown, body: Buffer): Promise<Reply> {
  const headers = { ...target.auth, 'content-type': 'application/octet-stream', 'dropbox-api-arg': JSON.stringify(arg) }
  const reply = await post(`${target.url}/2/${route}`, headers, body)
  if (reply.status !== 200) throw new Error(`${route}: ${reply.status} ${reply.text.slice(0, 300)}`)
  return reply
}

/** Memory of another process in MB, from Linux' `/proc`; null elsewhere. */
function memoryOf(pid: number): { rss: number; peak: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    return { rss: Math.round(read('VmRSS')), peak: Math.round(read('VmHWM')) }
  } catch {
    return null
  }
}

/** Seconds of processor time another process has used, in its own code and in the kernel (network, disk). */
function cpuOf(pid: number): { user: number; system: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return { user: Number(fields[11]) / 100, system: Number(fields[12]) / 100 }
  } catch {
    return { user: 0, system: 0 }
  }
}

function report(bench: string, values: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ bench, ...values })}\n`)
}

interface Timed<T> {
  result: T
  seconds: number
  /** Processor time of the server: its own code (parsing, hashing) and the kernel's (network, disk). */
  cpu: { server_user_seconds: number; server_system_seconds: number }
}

async function timed<T>(target: Target, work: () => Promise<T>): Promise<Timed<T>> {
  const before = cpuOf(target.pid)
  const start = performance.now()
  const result = await work()
  const seconds = (performance.now() - start) / 1000
  const after = cpuOf(target.pid)
  return { result, seconds, cpu: { server_user_seconds: round(after.user - before.user), server_system_seconds: round(after.system - before.system) } }
}

async function uploadThousand(target: Target, first: number, noise: Buffer): Promise<void> {
  const { session_ids: ids } = await rpc<{ session_ids: string[] }>(target, 'files/upload_session/start_batch', { num_sessions: 1000 })
  const calls: Promise<Reply>[] = []
  for (let from = 0; from < 1000; from += APPEND_ENTRIES) {
    const part = ids.slice(from, from + APPEND_ENTRIES)
    const body = Buffer.alloc(part.length * FILE, noise.subarray(0, FILE))
    part.forEach((_id, index) => body.writeUInt32LE(first + from + index, index * FILE))
    const entries = part.map((session_id) => ({ cursor: { session_id, offset: 0 }, length: FILE, close: true }))
    calls.push(send(target, 'files/upload_session/append_batch', { entries }, body))
    if (calls.length % 4 === 0) await Promise.all(calls)
  }
  await Promise.all(calls)
  const entries = ids.map((session_id, index) => ({ cursor: { session_id, offset: FILE }, commit: { path: `/Qonto/Main account/${String(first / 1000)}/receipt ${first + index}.pdf` } }))
  const done = await rpc<{ entries: { '.tag': string }[] }>(target, 'files/upload_session/finish_batch_v2', { entries })
  if (done.entries.some((entry) => entry['.tag'] !== 'success')) throw new Error('an entry failed')
}

async function smallFiles(target: Target, count: number): Promise<void> {
  const noise = randomBytes(FILE)
  const { seconds, cpu } = await timed(target, async () => {
    for (let first = 0; first < count; first += 1000) await uploadThousand(target, first, noise)
  })
  report('dropbox small files (20 KB, append_batch + finish_batch_v2)', {
    n: count, seconds: round(seconds), files_per_second: Math.round(count / seconds), mb_per_second: Math.round((count * FILE) / seconds / 1e6), ...cpu, ...memory(target),
  })
}

async function largeSession(target: Target, name: string, bytes: number, chunk: Buffer): Promise<void> {
  const { session_id } = JSON.parse((await send(target, 'files/upload_session/start', {}, Buffer.alloc(0))).text) as { session_id: string }
  for (let offset = 0; offset < bytes; offset += chunk.length) {
    chunk.writeDoubleLE(offset, 0)
    await send(target, 'files/upload_session/append_v2', { cursor: { session_id, offset }, close: offset + chunk.length >= bytes }, chunk)
  }
  await send(target, 'files/upload_session/finish', { cursor: { session_id, offset: bytes }, commit: { path: `/large/${name}` } }, Buffer.alloc(0))
}

async function largeFiles(target: Target, gigabytes: number): Promise<void> {
  const files = Math.max(1, Math.round(gigabytes))
  const size = 1024 * MIB
  const { seconds, cpu } = await timed(target, async () => {
    const chunks = [randomBytes(64 * MIB), randomBytes(64 * MIB)]
    const queue = Array.from({ length: files }, (_unused, index) => index)
    await Promise.all(chunks.map(async (chunk) => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) await largeSession(target, `${index}.bin`, size, chunk)
    }))
  })
  report('dropbox large sessions (1 GiB each in 64 MiB pieces, 2 at a time)', {
    n: files, seconds: round(seconds), mb_per_second: Math.round((files * size) / seconds / 1e6), ...cpu, ...memory(target),
  })
}

async function listing(target: Target, count: number): Promise<void> {
  let entries = 0
  let page = await rpc<{ entries: unknown[]; cursor: string; has_more: boolean }>(target, 'files/list_folder', { path: '/Qonto', recursive: true, limit: 2000 })
  let pages = 1
  const { seconds } = await timed(target, async () => {
    for (entries = page.entries.length; page.has_more; pages += 1) {
      page = await rpc(target, 'files/list_folder/continue', { cursor: page.cursor })
      entries += page.entries.length
    }
  })
  report('dropbox full listing', { n: entries, files: count, pages, seconds: round(seconds), ms_per_page: round((seconds * 1000) / pages) })
  const times: number[] = []
  for (let round = 0; round < 200; round += 1) {
    const idle = await timed(target, () => rpc<{ cursor: string }>(target, 'files/list_folder/continue', { cursor: page.cursor }))
    times.push(idle.seconds * 1000)
  }
  times.sort((a, b) => a - b)
  report('dropbox idle list_folder/continue', { n: times.length, files: count, ms_median: round(times[100] ?? 0), ms_p95: round(times[190] ?? 0), ...memory(target) })
}

/** What hashing and writing to disk cost by themselves, to tell what bounds the rest. */
function parts(dir: string): void {
  const data = randomBytes(64 * MIB)
  const rate = (work: (round: number) => void): number => {
    const start = performance.now()
    for (let turn = 0; turn < 8; turn += 1) work(turn)
    return Math.round((8 * data.length) / ((performance.now() - start) / 1000) / 1e6)
  }
  report('part: SHA-256', { mb_per_second: rate(() => createHash('sha256').update(data).digest()) })
  const path = join(dir, 'part.bin')
  const fd = openSync(path, 'w')
  report('part: write to disk', { mb_per_second: rate((turn) => writeSync(fd, data, 0, data.length, turn * data.length)) })
  closeSync(fd)
  rmSync(path)
}

const round = (value: number): number => Math.round(value * 100) / 100
const memory = (target: Target): Record<string, unknown> => ({ server_rss_mb: memoryOf(target.pid)?.rss, peak_rss_mb: memoryOf(target.pid)?.peak })

function argument(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}

const target = await startServer()
try {
  parts(target.dataDir)
  await smallFiles(target, argument('files', 100_000))
  await listing(target, argument('files', 100_000))
  await largeFiles(target, argument('gigabytes', 10))
  report('dropbox memory at the end', memory(target))
} finally {
  agent.destroy()
  await target.stop()
}
