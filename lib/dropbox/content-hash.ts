import { createHash } from 'node:crypto'

/** Dropbox hashes files in blocks of 4 MiB (https://www.dropbox.com/developers/reference/content-hash). */
const BLOCK = 4 * 1024 * 1024

/** Dropbox's content hash of bytes that arrive in pieces of any size; memory does not grow with them. */
export class ContentHasher {
  readonly #overall = createHash('sha256')
  #block = createHash('sha256')
  #inBlock = 0

  update(chunk: Uint8Array): this {
    let rest = chunk
    while (rest.length > 0) {
      const part = rest.subarray(0, BLOCK - this.#inBlock)
      this.#block.update(part)
      this.#inBlock += part.length
      rest = rest.subarray(part.length)
      if (this.#inBlock === BLOCK) this.#closeBlock()
    }
    return this
  }

  /** The hash in hex. Ends the hasher: call once. */
  digest(): string {
    if (this.#inBlock > 0) this.#closeBlock()
    return this.#overall.digest('hex')
  }

  #closeBlock() {
    this.#overall.update(this.#block.digest())
    this.#block = createHash('sha256')
    this.#inBlock = 0
  }
}

/** Dropbox's content hash of bytes in memory, hex. */
export const contentHash = (bytes: Uint8Array): string => new ContentHasher().update(bytes).digest()
