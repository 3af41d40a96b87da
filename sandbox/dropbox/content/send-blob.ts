import type { IncomingMessage, ServerResponse } from 'node:http'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../faults/faults'
import type { Blob } from '../state/types'
import type { World } from '../world'
import { readBlob } from './read-blob'

interface Range {
  start: number
  end: number
}

/** The first range of a Range header as half-open bytes; `null` when there is none, `false` when it cannot be served. */
function rangeOf(header: string | undefined, size: number): Range | null | false {
  const match = /^bytes=(\d*)-(\d*)/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  if (match[1] === '') return { start: Math.max(0, size - Number(match[2])), end: size }
  const start = Number(match[1])
  const end = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1)
  return start >= size || end <= start ? false : { start, end }
}

/** Resolves when the reply takes more, or will never. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done)
      res.off('close', done)
      resolve()
    }
    res.on('drain', done)
    res.on('close', done)
  })
}

export interface BlobReply {
  blob: Blob
  rev: string
  headers: Record<string, string>
  /** Spoils the body: slowly, cut in the middle, or the connection dropped. */
  fault?: Fault | null
}

/** Sends a file's bytes, or the asked-for range of them, with `ETag`, at the speed of the line; returns the bytes sent. */
export async function sendBlob(world: World, req: IncomingMessage, res: ServerResponse, reply: BlobReply): Promise<number> {
  const { blob, rev, headers, fault } = reply
  const etag = `W/"${rev}"`
  if (fault?.kind === 'drop_after') {
    res.destroy()
    return 0
  }
  const base = { 'x-dropbox-request-id': randomBytes(16).toString('hex'), ...headers, etag, 'accept-ranges': 'bytes' }
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, base).end()
    return 0
  }
  const range = rangeOf(req.headers.range, blob.size)
  if (range === false) {
    res.writeHead(416, { ...base, 'content-range': `bytes */${blob.size}` }).end()
    return 0
  }
  const { start, end } = range ?? { start: 0, end: blob.size }
  const partial = range ? { 'content-range': `bytes ${start}-${end - 1}/${blob.size}` } : {}
  res.writeHead(range ? 206 : 200, { ...base, ...partial, 'content-length': end - start })
  const cut = fault?.kind === 'truncated_reply' ? start + ((end - start) >> 1) : end
  for (const chunk of readBlob(world.segments, blob.extents, start, cut)) {
    if (fault?.kind === 'slow_reply') await sleep(((fault.ms ?? 2000) * chunk.length) / (end - start))
    await world.latency.transfer(chunk.length)
    if (res.destroyed) return 0
    if (!res.write(chunk)) await drained(res)
  }
  if (cut < end) res.destroy()
  else res.end()
  return cut - start
}
