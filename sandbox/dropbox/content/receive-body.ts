import type { Call } from '../http/call'
import type { Extent } from '../state/types'
import type { Segments } from './segments'

const REGION = 4 * 1024 * 1024
const WRITE = 1024 * 1024

/** The body was longer than the route takes; all of it has been read and dropped. */
export class BodyTooLarge extends Error {}

/** A body on its way to disk: chunks are gathered into large writes without copying them, one write at a time under way. */
class RegionWriter {
  private readonly extents: Extent[] = []
  private region: Extent | null = null
  private filled = 0
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private underway: Promise<void> = Promise.resolve()

  constructor(private readonly segments: Segments, private readonly expected: number | null) {}

  async push(chunk: Buffer): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) {
      this.region ??= this.segments.reserve(this.expected ?? REGION)
      const part = rest.subarray(0, this.region[2] - this.filled - this.waitingBytes)
      this.waiting.push(part)
      this.waitingBytes += part.length
      rest = rest.subarray(part.length)
      if (this.filled + this.waitingBytes === this.region[2]) await this.closeRegion()
      else if (this.waitingBytes >= WRITE) await this.write(this.region)
    }
  }

  async finish(): Promise<Extent[]> {
    await this.closeRegion()
    await this.underway
    return this.extents
  }

  private async write(region: Extent): Promise<void> {
    const data = this.waiting
    const at = this.filled
    this.filled += this.waitingBytes
    this.waiting = []
    this.waitingBytes = 0
    await this.underway
    this.underway = this.segments.write(region, at, data)
    // A failure is thrown by whoever awaits next; it must not count as unhandled until then.
    this.underway.catch(() => undefined)
  }

  private async closeRegion(): Promise<void> {
    if (!this.region) return
    if (this.waitingBytes > 0) await this.write(this.region)
    if (this.filled > 0) this.extents.push([this.region[0], this.region[1], this.filled])
    this.region = null
    this.filled = 0
  }
}

function declaredLength(call: Call): number | null {
  const header = call.req.headers['content-length']
  return header === undefined ? null : Number(header)
}

/**
 * Streams the request body to disk while `onChunk` sees every piece of it; nothing is kept in memory beyond a few
 * megabytes. Throws BodyTooLarge above `limit` bytes; a connection that breaks off throws and leaves only waste.
 */
export async function receiveBody(call: Call, limit: number, onChunk: (chunk: Buffer) => void): Promise<{ size: number; extents: Extent[] }> {
  const declared = declaredLength(call)
  const writer = new RegionWriter(call.world.segments, declared)
  let size = 0
  for await (const chunk of call.req as AsyncIterable<Buffer>) {
    size += chunk.length
    call.bodyBytes += chunk.length
    await call.world.latency.transfer(chunk.length)
    if (size > limit || (declared ?? 0) > limit) continue
    onChunk(chunk)
    await writer.push(chunk)
  }
  if (size > limit) throw new BodyTooLarge()
  return { size, extents: await writer.finish() }
}
