// Starts, reuses or stops the PostgreSQL that comes inside a package. Plain JavaScript: the launcher, the tests and the
// benchmarks share it.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { placeForPostgres, postgresBinaries, runAs } from './postgres-place.mjs'

const USER = 'receipts'

/** A free loopback port. */
export async function freePort() {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function answers(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The process and port named in postmaster.pid, when that process is still alive: a killed launcher leaves its database running. */
function survivor(databaseDir) {
  const file = path.join(databaseDir, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map((line) => Number(line.trim()))
  return pid && isAlive(pid) ? { pid, port } : undefined
}

async function waitUntilGone(pid) {
  for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50))
}

/**
 * A running PostgreSQL over `dir`, with database `name`; started when none runs, taken over when a killed launcher left one.
 * @returns {Promise<{ url: string, urlOf: (name: string) => string, stop: () => Promise<void> }>} `stop` ends it cleanly.
 */
export async function startPostgres(dir, name = 'receipts', flags = []) {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const databaseDir = placeForPostgres(dir)
  const passwordFile = path.join(dir, 'postgres-password')
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 })
  const password = readFileSync(passwordFile, 'utf8').trim()
  const urlAt = (port) => (database) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`

  const left = survivor(databaseDir)
  if (left) {
    if (left.port && (await answers(urlAt(left.port)('postgres')))) {
      const stop = async () => {
        process.kill(left.pid, 'SIGINT')
        await waitUntilGone(left.pid)
      }
      await createDatabase(urlAt(left.port)('postgres'), name)
      return { url: urlAt(left.port)(name), urlOf: urlAt(left.port), stop }
    }
    process.kill(left.pid, 'SIGINT')
    await waitUntilGone(left.pid)
  }
  const port = await freePort()
  const child = await launch(databaseDir, { port, password, flags })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGINT')
    await once(child, 'exit')
  }
  await createDatabase(urlAt(port)('postgres'), name)
  return { url: urlAt(port)(name), urlOf: urlAt(port), stop }
}

/** Runs initdb on an empty folder, then postgres; resolves when it accepts connections. */
async function launch(databaseDir, { port, password, flags }) {
  const binaries = await postgresBinaries()
  const owner = runAs(databaseDir)
  const spawnAs = (command, args) => spawn(command, args, { ...owner, cwd: '/', env: { ...process.env, LC_MESSAGES: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] })
  if (!existsSync(path.join(databaseDir, 'PG_VERSION'))) {
    const secret = path.join(tmpdir(), `pg-${randomBytes(8).toString('hex')}`)
    writeFileSync(secret, password + '\n', { mode: 0o600 })
    if (owner.uid !== undefined) chownSync(secret, owner.uid, owner.gid)
    try {
      await finished(spawnAs(binaries.initdb, [`--pgdata=${databaseDir}`, '--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${secret}`, '--encoding=UTF8', '--locale=C.UTF-8']), databaseDir)
    } finally {
      rmSync(secret, { force: true })
    }
  }
  const child = spawnAs(binaries.postgres, ['-D', databaseDir, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'timezone=UTC', ...flags])
  await ready(child, databaseDir)
  return child
}

const failure = (databaseDir, output) => new Error(`the embedded PostgreSQL did not start in ${databaseDir}: ${output.trim().split('\n').slice(-3).join(' ') || 'no output'}`)

async function finished(child, databaseDir) {
  let output = ''
  child.stderr.on('data', (chunk) => (output += chunk))
  child.stdout.resume()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw failure(databaseDir, output)
}

async function ready(child, databaseDir) {
  let output = ''
  await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(failure(databaseDir, output)))
    child.stdout.resume()
    child.stderr.on('data', (chunk) => {
      if (output.length < 20_000) output += chunk
      if (String(chunk).includes('ready to accept connections')) resolve(undefined)
    })
  })
}

/** Creates database `name` when it is missing. */
export async function createDatabase(adminUrl, name, template) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE "${name}"${template ? ` TEMPLATE "${template}"` : ''}`)
  } finally {
    await client.end()
  }
}
