import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** Sends a whole reply; `cut` breaks the connection in the middle of the body. */
export function send(res: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}, cut = false): void {
  if (res.headersSent || res.destroyed) return
  const bytes = Buffer.from(body)
  res.writeHead(status, {
    'content-type': type, 'content-length': bytes.length, 'x-dropbox-request-id': randomBytes(16).toString('hex'),
    'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', ...headers,
  })
  if (!cut) {
    res.end(bytes)
    return
  }
  res.write(bytes.subarray(0, bytes.length >> 1), () => res.destroy())
}
