import type { FileBody } from './exchange'
import type { FaultRule } from './faults'

interface Damaged {
  body: FileBody
  /** The length that the reply announces. */
  promised: number
  /** Bytes after which the connection is cut, or null. */
  cutAfter: number | null
}

/** Changes a body the way a fault asks: cut short, grown, shrunk or with other bytes of the same length. */
export function damage(body: FileBody, fault: FaultRule | null): Damaged {
  const whole = { body, promised: body.size, cutAfter: null }
  const bytes = fault?.bytes
  switch (fault?.kind) {
    case 'truncated':
      return { ...whole, cutAfter: Math.min(bytes ?? Math.floor(body.size / 2), Math.max(0, body.size - 1)) }
    case 'longer':
      return { ...whole, body: { size: body.size, chunks: grown(body, bytes ?? 17) }, promised: body.size + (bytes ?? 17) }
    case 'shorter': {
      const size = Math.max(0, body.size - (bytes ?? 17))
      return { ...whole, body: { size, chunks: shrunk(body, size) }, promised: size }
    }
    case 'corrupt':
      return { ...whole, body: { size: body.size, chunks: corrupted(body) } }
    default:
      return whole
  }
}

async function* grown(body: FileBody, extra: number): AsyncGenerator<Buffer> {
  yield* body.chunks
  yield Buffer.alloc(extra, 0x20)
}

async function* shrunk(body: FileBody, size: number): AsyncGenerator<Buffer> {
  let left = size
  for await (const chunk of body.chunks) {
    if (left <= 0) return
    yield chunk.subarray(0, left)
    left -= chunk.length
  }
}

async function* corrupted(body: FileBody): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of body.chunks) {
    const copy = Buffer.from(chunk)
    const last = copy.length - 1
    if (isFirst && last >= 0) copy.writeUInt8(copy.readUInt8(last) ^ 0xff, last)
    isFirst = false
    yield copy
  }
}
