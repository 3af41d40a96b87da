import type { Extent } from '../state/types'

/** The part of a byte sequence in extents that starts at `from` and is `length` bytes long. */
export function sliceExtents(extents: readonly Extent[], from: number, length: number): Extent[] {
  const result: Extent[] = []
  let start = 0
  for (const [segment, offset, size] of extents) {
    const skip = Math.max(0, from - start)
    const take = Math.min(size - skip, from + length - (start + skip))
    if (skip < size && take > 0) result.push([segment, offset + skip, take])
    start += size
    if (start >= from + length) break
  }
  return result
}
