import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDropboxServer, type DropboxServer } from './start-dropbox-server'
import { PERSONAL } from './testing/a-dropbox'

const dir = mkdtempSync(join(tmpdir(), 'sdk-judge-'))
let server: DropboxServer

beforeAll(async () => {
  server = await startDropboxServer({ dataDir: join(dir, 'data'), tlsDir: dir, connectPort: 0, controlPort: 0 })
})
afterAll(async () => {
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

test('the SDK with no option but its keys works over TLS under the real host names', async () => {
  const token = await (await fetch(`${server.controlUrl}/_sandbox/tokens`, { method: 'POST', body: JSON.stringify({ account: PERSONAL }) })).json() as { refresh_token: string }
  const script = fileURLToPath(new URL('./testing/sdk-over-tls.mjs', import.meta.url))
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') }
  const { stdout } = await promisify(execFile)(process.execPath, [script, server.connectUrl ?? '', token.refresh_token], { env })
  expect(JSON.parse(stdout)).toEqual({ email: PERSONAL, entries: ['/Qonto', '/Qonto/Reçu.txt'], changed: true, changes: ['deleted'] })
})

test('under a real host name a route of another host is unknown', async () => {
  const ask = (host: string): Promise<number> => new Promise((resolve, reject) => {
    const url = new URL(`${server.controlUrl}/2/files/list_folder`)
    const req = request(url, { method: 'POST', headers: { host } }, (res) => { res.resume(); resolve(res.statusCode ?? 0) })
    req.on('error', reject)
    req.end()
  })
  expect([await ask('content.dropboxapi.com'), await ask('api.dropboxapi.com')]).toEqual([404, 400])
})

test('the authority signs for the next year and its key is written nowhere', () => {
  const ca = new X509Certificate(readFileSync(join(dir, 'ca.pem')))
  expect(ca.ca).toBe(true)
  expect(ca.verify(ca.publicKey)).toBe(true)
  expect(Date.parse(ca.validTo)).toBeGreaterThan(Date.now() + 300 * 86_400_000)
  expect(readFileSync(join(dir, 'ca.pem'), 'utf8')).not.toContain('PRIVATE')
})

test('the helper refuses to tunnel anywhere else', async () => {
  const proxy = new URL(server.connectUrl ?? '')
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const req = request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: 'example.com:443' })
    req.on('connect', (res) => resolve(res.statusCode))
    req.on('error', reject)
    req.end()
  })
  expect(status).toBe(403)
})
