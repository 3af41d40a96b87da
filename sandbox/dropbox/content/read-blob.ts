import type { Extent } from '../state/types'
import type { Segments } from './segments'
import { sliceExtents } from './slice-extents'

const CHUNK = 256 * 1024

/** The bytes of extents from `start` to before `end`, in chunks. */
export function* readBlob(segments: Segments, extents: readonly Extent[], start: number, end: number): Generator<Buffer> {
  for (const extent of sliceExtents(extents, start, end - start)) {
    for (let at = 0; at < extent[2]; at += CHUNK) yield segments.read(extent, at, CHUNK)
  }
}
