import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startQontoServer } from '../server'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qonto-tls-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function status(port: number, servername: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, servername, headers: { host: servername }, ca: readFileSync(join(dir, 'ca.pem')), agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject)
    call.end()
  })
}

test('clients that trust ca.pem reach it over TLS as localhost and as the real host, and plain HTTP works beside it', async () => {
  const server = await startQontoServer({ tlsDir: dir })
  expect(server.url).toMatch(/^https:/)
  expect(await status(server.port, 'localhost', '/')).toBe(200)
  expect(await status(server.port, 'thirdparty.qonto.com', '/v2/organization')).toBe(401)
  await expect(status(server.port, 'example.com', '/')).rejects.toThrow()
  expect((await fetch(`http://127.0.0.1:${server.port}/_sandbox/clock`)).status).toBe(200)
  await server.close()
})

test('the certificate is kept from one start to the next', async () => {
  await (await startQontoServer({ tlsDir: dir, demo: false })).close()
  const before = readFileSync(join(dir, 'ca.pem'), 'utf8')
  const again = await startQontoServer({ tlsDir: dir, demo: false })
  expect(await status(again.port, 'localhost', '/')).toBe(200)
  await again.close()
  expect(readFileSync(join(dir, 'ca.pem'), 'utf8')).toBe(before)
})
