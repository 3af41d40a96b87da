import { createHash, type Hash } from 'node:crypto'

const BLOCK = 4 * 1024 * 1024

/** Dropbox's content hash, fed in pieces: SHA-256 over the SHA-256 digests of 4 MiB blocks. */
export class ContentHasher {
  private constructor(private readonly digests: Buffer[], private block: Hash | null, private filled: number) {}

  static fresh(): ContentHasher {
    return new ContentHasher([], null, 0)
  }

  /** Bytes fed so far. */
  get size(): number {
    return this.digests.length * BLOCK + this.filled
  }

  update(data: Buffer): void {
    for (let from = 0; from < data.length; ) {
      const part = data.subarray(from, from + BLOCK - this.filled)
      this.block ??= createHash('sha256')
      this.block.update(part)
      this.filled += part.length
      from += part.length
      if (this.filled < BLOCK) continue
      this.digests.push(this.block.digest())
      this.block = null
      this.filled = 0
    }
  }

  /** Hash of several pieces that follow each other; all but the last must be whole blocks. */
  static joined(pieces: readonly ContentHasher[]): string {
    const digests = pieces.flatMap((piece) => piece.digests)
    const last = pieces.at(-1)
    return new ContentHasher(digests, last?.block ?? null, last?.filled ?? 0).hex()
  }

  /** An independent continuation from here. */
  copy(): ContentHasher {
    return new ContentHasher([...this.digests], this.block?.copy() ?? null, this.filled)
  }

  /**
   * The hash of what was fed from byte `start` on, in hex; more may be fed afterwards.
   * `start` must be a multiple of 4 MiB.
   */
  hex(start = 0): string {
    const outer = createHash('sha256')
    for (const digest of this.digests.slice(start / BLOCK)) outer.update(digest)
    if (this.block) outer.update(this.block.copy().digest())
    return outer.digest('hex')
  }
}

/** True when bytes from this offset on fall into the same hash blocks as a file that starts there. */
export function isBlockAligned(offset: number): boolean {
  return offset % BLOCK === 0
}
