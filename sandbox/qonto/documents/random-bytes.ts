import { createCipheriv } from 'node:crypto'

const SHARED = 1 << 20
let shared: Buffer | undefined

/** Views of one shared block of incompressible bytes that begin where `seed` says: padding that costs no work to make. */
export function* sharedNoise(size: number, seed: number): Generator<Buffer> {
  shared ??= keystream(0).update(Buffer.alloc(SHARED))
  let from = seed % SHARED
  let left = size
  while (left > 0) {
    const piece = shared.subarray(from, from + left)
    yield piece
    left -= piece.length
    from = 0
  }
}

/** Bytes that are unique to `seed` from the first to the last. */
export function* uniqueNoise(size: number, seed: number): Generator<Buffer> {
  const cipher = keystream(seed + 1)
  for (let left = size; left > 0; left -= SHARED) yield cipher.update(Buffer.alloc(Math.min(left, SHARED)))
}

function keystream(seed: number) {
  const key = Buffer.alloc(16)
  key.writeDoubleBE(seed)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
}
