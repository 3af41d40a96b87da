import { randomBytes } from 'node:crypto'

let pool = Buffer.alloc(0)
let used = 0

/** Random URL-safe text of `length` characters; draws from a pool because a batch needs a thousand at once. */
export function newId(length: number): string {
  const bytes = Math.ceil((length * 3) / 4)
  if (used + bytes > pool.length) {
    pool = randomBytes(Math.max(16_384, bytes))
    used = 0
  }
  const text = pool.toString('base64url', used, used + bytes).slice(0, length)
  used += bytes
  return text
}
