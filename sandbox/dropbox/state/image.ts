import type { Namespace, Tombstone, Version } from './types'

/** Lines of a compacted journal that restore a namespace directly instead of replaying its history. */
export type ImageRecord =
  | { t: 'image-node'; ns: string; id: string; parent: string; name: string; seq: number; at: number; version?: Version; sharedId?: string | null }
  | { t: 'image-gone'; ns: string; at: number; gone: Tombstone; current: boolean }
  | { t: 'image-past'; ns: string; lower: string; versions: Version[] }
  | { t: 'image-end'; ns: string; seq: number }

/** The lines that describe a namespace as it is now; history that no cursor can ask for any more is left out. */
export function* imageOf(ns: Namespace): Generator<ImageRecord> {
  for (const event of ns.log) {
    if (event.gone) {
      const current = ns.past.get(event.gone.lower)?.tombstone === event.gone
      yield { t: 'image-gone', ns: ns.id, at: event.at, gone: event.gone, current }
    } else if (event.node.live && event.node.seq === event.seq && event.node.parent) {
      const { id, name, seq, parent } = event.node
      const version = event.node.kind === 'file' ? event.node.version : undefined
      const sharedId = event.node.kind === 'folder' ? event.node.sharedId : undefined
      yield { t: 'image-node', ns: ns.id, id, parent: parent.id, name, seq, at: event.at, version, sharedId }
    }
  }
  for (const [lower, past] of ns.past) if (past.versions.length > 0) yield { t: 'image-past', ns: ns.id, lower, versions: past.versions }
  yield { t: 'image-end', ns: ns.id, seq: ns.seq }
}
