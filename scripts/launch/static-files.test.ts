import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compressStatic } from './compress-static.mjs'
import { staticFiles } from './static-files.mjs'

const SCRIPT = 'export const answer = 42\n'.repeat(200)
const dir = mkdtempSync(path.join(tmpdir(), 'receipts-static-'))
let port = 0
let close = () => {}

beforeAll(async () => {
  mkdirSync(path.join(dir, 'static/chunks/(app)'), { recursive: true })
  writeFileSync(path.join(dir, 'static/chunks/(app)/page-abc.js'), SCRIPT)
  writeFileSync(path.join(dir, 'static/chunks/letters.woff2'), SCRIPT)
  writeFileSync(path.join(dir, 'secret.js.br'), 'not below static')
  compressStatic(path.join(dir, 'static'))
  const answer = staticFiles(dir)
  const server = createServer((incoming, outgoing) => void (answer(incoming, outgoing) || outgoing.writeHead(404).end('left to Next'))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  close = () => void server.close()
})
afterAll(() => {
  close()
  rmSync(dir, { recursive: true, force: true })
})

async function ask(place: string, { method = 'GET', accepts = 'gzip, deflate, br' } = {}) {
  const sent = request({ host: '127.0.0.1', port, path: place, method, headers: { 'accept-encoding': accepts } })
  sent.end()
  const [reply] = (await once(sent, 'response')) as [IncomingMessage]
  const parts: Buffer[] = []
  for await (const part of reply) parts.push(part as Buffer)
  return { status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }
}

test('a browser that accepts brotli is sent the small file, to be kept for ever', async () => {
  const { status, headers, body } = await ask('/_next/static/chunks/(app)/page-abc.js?dpl=1')
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/javascript; charset=UTF-8', vary: 'accept-encoding', 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' })
  expect(body.length).toBe(Number(headers['content-length']))
  expect(body.length).toBeLessThan(SCRIPT.length / 10)
  expect(brotliDecompressSync(body).toString()).toBe(SCRIPT)
})

test('asked for the head alone, it is sent without the body', async () => {
  const { status, body } = await ask('/_next/static/chunks/(app)/page-abc.js', { method: 'HEAD' })
  expect([status, body.length]).toEqual([200, 0])
})

test.each([
  ['a browser without brotli', '/_next/static/chunks/(app)/page-abc.js', { accepts: 'gzip' }],
  ['a file that was not there at the start', '/_next/static/chunks/other.js', {}],
  ['a file that is compressed already', '/_next/static/chunks/letters.woff2', {}],
  ['a place outside the folder', '/_next/static/../secret.js', {}],
  ['the same place, encoded', '/_next/static/%2e%2e/secret.js', {}],
  ['a change', '/_next/static/chunks/(app)/page-abc.js', { method: 'POST' }],
])('%s is left to Next', async (_what, place, options) => {
  expect((await ask(place, options)).status).toBe(404)
})
