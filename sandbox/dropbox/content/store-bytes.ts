import type { World } from '../world'
import { hashBytes } from './hash-bytes'

/** Stores bytes that are already in memory and returns what a commit needs. Used by pages and the control API. */
export async function storeBytes(world: World, bytes: Buffer): Promise<{ hash: string; size: number }> {
  const hash = hashBytes(bytes)
  if (!world.state.blobs.has(hash)) {
    const extent = world.segments.reserve(bytes.length)
    await world.segments.write(extent, 0, [bytes])
    world.store.commit({ t: 'blob', hash, size: bytes.length, extents: bytes.length > 0 ? [extent] : [] })
  }
  return { hash, size: bytes.length }
}
