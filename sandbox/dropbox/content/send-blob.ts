import type { IncomingMessage, ServerResponse } from 'node:http'
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

/** Sends a file's bytes, or the asked-for range of them, with `ETag`, at the speed of the line; returns the bytes sent. */
export async function sendBlob(world: World, req: IncomingMessage, res: ServerResponse, blob: Blob, rev: string, headers: Record<string, string>): Promise<number> {
  const etag = `W/"${rev}"`
  const base = { ...headers, etag, 'accept-ranges': 'bytes' }
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
  for (const chunk of readBlob(world.segments, blob.extents, start, end)) {
    await world.latency.transfer(chunk.length)
    if (res.destroyed) return 0
    if (!res.write(chunk)) await drained(res)
  }
  res.end()
  return end - start
}
