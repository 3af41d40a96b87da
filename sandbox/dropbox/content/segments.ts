import { closeSync, constants, fstatSync, mkdirSync, openSync, readdirSync, readSync, unlinkSync, writev, writevSync } from 'node:fs'
import { join } from 'node:path'
import type { Extent } from '../state/types'

const SEGMENT = 256 * 1024 * 1024
/** Below this a write costs less than the hop to another thread. */
const SMALL_WRITE = 128 * 1024

const sizeOf = (parts: readonly Buffer[]): number => parts.reduce((sum, part) => sum + part.length, 0)

function writeGathered(fd: number, parts: Buffer[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, parts, position, (error, written) => (error ? reject(error) : resolve(written)))
  })
}

/**
 * The bytes of all files, in large segment files that only ever grow. A writer reserves a region first, so
 * concurrent bodies never mix and each lands in one piece. Regions nobody refers to are waste until their
 * whole segment is unreferenced and dropped at the next start.
 */
export class Segments {
  private readonly fds = new Map<number, number>()
  private current = 0
  private end = 0

  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(dir)) {
      const number = Number.parseInt(name, 10)
      if (number > this.current) this.current = number
    }
    if (this.current === 0) this.current = 1
    this.end = fstatSync(this.fdOf(this.current)).size
  }

  /** Sets aside `length` bytes for one writer. */
  reserve(length: number): Extent {
    if (this.end > 0 && this.end + length > SEGMENT) {
      this.current += 1
      this.end = 0
    }
    const extent = [this.current, this.end, length] as const
    this.end += length
    return extent
  }

  /** Writes into a reserved region, `at` bytes from its start; resolves when the operating system has the bytes. */
  async write(extent: Extent, at: number, data: Buffer[]): Promise<void> {
    const fd = this.fdOf(extent[0])
    let position = extent[1] + at
    let left = data.filter((part) => part.length > 0)
    for (let size = sizeOf(left); size > 0; size = sizeOf(left)) {
      const written = size <= SMALL_WRITE ? writevSync(fd, left, position) : await writeGathered(fd, left, position)
      position += written
      left = written === size ? [] : [Buffer.concat(left).subarray(written)]
    }
  }

  /** Reads up to `length` bytes of a region from its start plus `at`. */
  read(extent: Extent, at: number, length: number): Buffer {
    const data = Buffer.allocUnsafe(Math.min(length, extent[2] - at))
    let done = 0
    while (done < data.length) {
      const read = readSync(this.fdOf(extent[0]), data, done, data.length - done, extent[1] + at + done)
      if (read === 0) throw new Error(`segment ${extent[0]} is shorter than its index says`)
      done += read
    }
    return data
  }

  /** Removes segments none of whose numbers is in use; the one being written stays. */
  dropUnused(inUse: Set<number>): void {
    for (const name of readdirSync(this.dir)) {
      const number = Number.parseInt(name, 10)
      if (number !== this.current && !inUse.has(number)) this.drop(number)
    }
  }

  /** Removes everything and starts anew. */
  clear(): void {
    for (const name of readdirSync(this.dir)) this.drop(Number.parseInt(name, 10))
    this.current += 1
    this.end = 0
  }

  close(): void {
    for (const fd of this.fds.values()) closeSync(fd)
    this.fds.clear()
  }

  private drop(number: number): void {
    const fd = this.fds.get(number)
    if (fd !== undefined) closeSync(fd)
    this.fds.delete(number)
    unlinkSync(this.pathOf(number))
  }

  private fdOf(number: number): number {
    let fd = this.fds.get(number)
    if (fd === undefined) {
      fd = openSync(this.pathOf(number), constants.O_RDWR | constants.O_CREAT, 0o600)
      this.fds.set(number, fd)
    }
    return fd
  }

  private pathOf(number: number): string {
    return join(this.dir, `${String(number).padStart(6, '0')}.seg`)
  }
}
