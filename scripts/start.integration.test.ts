import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

const dir = mkdtempSync(path.join(tmpdir(), 'receipts-start-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Starts the product with these variables; every one of these starts is expected to be refused. */
async function start(variables: Record<string, string>) {
  const cleared = { DATABASE_URL: '', DROPBOX_APP_KEY: '', DROPBOX_APP_SECRET: '', APP_ENCRYPTION_KEYS: '', INNGEST_EVENT_KEY: '', INNGEST_SIGNING_KEY: '', INNGEST_BASE_URL: '' }
  const env = { ...process.env, ...cleared, NODE_OPTIONS: '', DATA_DIR: path.join(dir, 'data'), ...variables }
  const child = spawn(process.execPath, ['scripts/start.mjs', '--dev'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  child.stdout.resume()
  const [code] = (await once(child, 'exit')) as [number]
  return { code, lines: errors.trim().split('\n') }
}

async function refusal(variables: Record<string, string>) {
  const { code, lines } = await start(variables)
  expect(code).not.toBe(0)
  expect(lines, 'exactly one line').toHaveLength(1)
  return lines[0]
}

async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => server.close())
  return String((server.address() as AddressInfo).port)
}

test('a taken port is named, with the variable that changes it', async () => {
  const port = await takenPort()
  expect(await refusal({ PORT: port })).toContain(`port ${port} is taken`)
  const other = await takenPort()
  expect(await refusal({ PORT: '28391', SANDBOX_DROPBOX_PORT: other })).toContain('SANDBOX_DROPBOX_PORT')
})

test.each([
  [{ PORT: 'three thousand' }, 'PORT must be a port'],
  [{ PORT: '70000' }, 'PORT must be a port'],
  [{ DROPBOX_APP_KEY: 'key-without-secret' }, 'DROPBOX_APP_KEY and DROPBOX_APP_SECRET belong together'],
  [{ INNGEST_EVENT_KEY: 'key-without-signing-key' }, 'INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY belong together'],
  [{ PORT: '28392', SANDBOX_DROPBOX_PORT: '28393', SANDBOX_QONTO_PORT: '28394', DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' }, 'check DATABASE_URL'],
])('a wrong variable stops the start with one line: %j', async (variables, words) => {
  const line = await refusal(variables as Record<string, string>)
  expect(line).toContain(words)
  expect(line).not.toContain('secret@')
})

test('a DATA_DIR that cannot be used is named with the reason', async () => {
  const file = path.join(dir, 'a-file')
  writeFileSync(file, '')
  expect(await refusal({ DATA_DIR: path.join(file, 'data') })).toMatch(/DATA_DIR .*a-file.* cannot be used: a file stands where a folder is needed/)
})

test('a disk without room is named', async () => {
  expect(await refusal({ DATA_DIR: '/dev/full' })).toMatch(/DATA_DIR \/dev\/full cannot be used/)
})
