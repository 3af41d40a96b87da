import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { downloadFile } from './download-file'

const asked: { path: string; authorization: string | undefined }[] = []
const redirects: Record<string, string> = {
  '/to-file': '/file',
  '/one': '/two',
  '/two': '/three',
  '/three': '/four',
  '/four': '/file',
  '/loop': '/loop',
  '/away': 'http://169.254.169.254/latest/meta-data',
  '/other-port': 'http://127.0.0.1:9/file',
  '/script': 'file:///etc/passwd',
}
const server = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push({ path, authorization: request.headers.authorization })
  const location = redirects[path]
  if (location) response.writeHead(302, { location }).end('moved')
  else if (path === '/file') response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '5' }).end('%PDF-')
  else response.writeHead(Number(path.slice(1))).end('<html>no</html>')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
process.env.QONTO_API_URL = url

beforeEach(() => void asked.splice(0))
afterAll(() => void server.close())

test('a redirect within the allowed places is followed, without our credentials', async () => {
  const { length, contentType, body } = await downloadFile(`${url}/to-file`, 5)
  expect({ length, contentType, text: await body.text() }).toEqual({ length: 5, contentType: 'application/pdf', text: '%PDF-' })
  expect(asked).toEqual([{ path: '/to-file', authorization: undefined }, { path: '/file', authorization: undefined }])
})

test.each(['/away', '/other-port', '/script', '/loop', '/one'])('a redirect that leads elsewhere or on and on is refused: %s', async (path) => {
  await expect(downloadFile(url + path, 5)).rejects.toMatchObject({ code: 'receipt_url_refused', next: 'skip_item' })
  expect(asked.length).toBeLessThanOrEqual(4)
})

test.each([
  [404, 'receipt_gone'],
  [410, 'receipt_gone'],
  [403, 'qonto_forbidden'],
  [429, 'qonto_rate_limited'],
  [500, 'qonto_unreachable'],
  [503, 'qonto_unreachable'],
  [400, 'qonto_refused'],
  [204, 'qonto_refused'],
])('status %i of the storage means %s', async (status, code) => {
  await expect(downloadFile(`${url}/${status}`, 5)).rejects.toMatchObject({ code })
})

test('a caller who gives up ends the download', async () => {
  await expect(downloadFile(`${url}/file`, 5, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})
