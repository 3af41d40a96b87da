import type { Call } from '../http/call'
import type { Extent } from '../state/types'

const REGION = 4 * 1024 * 1024
const WRITE = 1024 * 1024

/** The body was longer than the route takes; all of it has been read and dropped. */
export class BodyTooLarge extends Error {}

/** A body on its way to disk: chunks are gathered into large writes, one at a time under way. */
class RegionWriter {
  readonly extents: Extent[] = []
  private region: Extent | null = null
  private at = 0
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private underway: Promise<void> = Promise.resolve()

  constructor(private readonly call: Call, private readonly expected: number | null) {}

  async push(chunk: Buffer): Promise<void> {
    this.waiting.push(chunk)
    this.waitingBytes += chunk.length
    if (this.waitingBytes >= WRITE) await this.write()
  }

  async finish(): Promise<Extent[]> {
    if (this.waitingBytes > 0) await this.write()
    await this.underway
    this.closeRegion()
    return this.extents
  }

  private async write(): Promise<void> {
    let data = this.waiting.length === 1 ? (this.waiting[0] as Buffer) : Buffer.concat(this.waiting)
    this.waiting = []
    this.waitingBytes = 0
    await this.underway
    while (data.length > 0) {
      this.region ??= this.call.world.segments.reserve(this.expected ?? REGION)
      const part = data.subarray(0, this.region[2] - this.at)
      const { region, at } = this
      this.underway = this.call.world.segments.write(region, at, part)
      this.at += part.length
      data = data.subarray(part.length)
      if (this.at === region[2]) this.closeRegion()
      if (data.length > 0) await this.underway
    }
  }

  private closeRegion(): void {
    if (this.region && this.at > 0) this.extents.push([this.region[0], this.region[1], this.at])
    this.region = null
    this.at = 0
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
  const writer = new RegionWriter(call, declared)
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
