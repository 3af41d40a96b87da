import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** How a reply's body is spoiled: broken off in its middle, or going on there only after some milliseconds. */
export type Spoiled = { cut: true } | { pause: number } | null

/** Sends a whole reply. */
export function send(res: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}, spoiled: Spoiled = null): void {
  if (res.headersSent || res.destroyed) return
  const bytes = Buffer.from(body)
  res.writeHead(status, {
    'content-type': type, 'content-length': bytes.length, 'x-dropbox-request-id': randomBytes(16).toString('hex'),
    'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', ...headers,
  })
  if (spoiled === null) {
    res.end(bytes)
    return
  }
  const half = bytes.length >> 1
  res.write(bytes.subarray(0, half), () => {
    if ('cut' in spoiled) res.destroy()
    else setTimeout(() => res.end(bytes.subarray(half)), spoiled.pause)
  })
}
