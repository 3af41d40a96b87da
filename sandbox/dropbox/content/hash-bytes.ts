import { ContentHasher } from './content-hasher'

/** Content hash of bytes in memory. */
export function hashBytes(bytes: Buffer): string {
  const hasher = ContentHasher.fresh()
  hasher.update(bytes)
  return hasher.hex()
}
