import { lowerPath } from '../tree/lower-path'
import { pastAt } from '../tree/bury'
import type { ImageRecord } from './image'
import type { JournalRecord } from './record'
import type { State } from './state'
import type { FolderNode, Namespace, TreeNode } from './types'

// Parents may come after their children in history order, so nodes are linked when the image is complete.
const waiting = new WeakMap<Namespace, { node: TreeNode; parent: string }[]>()

function addNode(ns: Namespace, record: Extract<ImageRecord, { t: 'image-node' }>): void {
  const base = { id: record.id, name: record.name, lower: lowerPath(record.name), parent: ns.root, seq: record.seq, live: true }
  const node: TreeNode = record.version ? { ...base, kind: 'file', version: record.version } : { ...base, kind: 'folder', children: new Map(), sharedId: record.sharedId }
  ns.nodes.set(node.id, node)
  ns.log.push({ seq: record.seq, at: record.at, node })
  if (record.version) {
    ns.versions.set(record.version.rev, record.version)
    ns.used += record.version.size
  }
  const list = waiting.get(ns) ?? []
  waiting.set(ns, list)
  list.push({ node, parent: record.parent })
}

function linkNodes(ns: Namespace, seq: number): void {
  ns.seq = seq
  for (const { node, parent } of waiting.get(ns) ?? []) {
    node.parent = ns.nodes.get(parent) as FolderNode
    node.parent.children.set(node.lower, node)
  }
  // The image is ordered by path; revs of one namespace grow with time.
  for (const versions of ns.pastById.values()) versions.sort((a, b) => (a.rev < b.rev ? -1 : 1))
  waiting.delete(ns)
}

/** Applies one line of a compacted journal; false when the record is an ordinary one. */
export function loadImage(state: State, record: ImageRecord | JournalRecord): record is ImageRecord {
  if (!record.t.startsWith('image-')) return false
  const image = record as ImageRecord
  const ns = state.namespaces.get(image.ns)
  if (!ns) throw new Error(`journal names an unknown namespace ${image.ns}`)
  if (image.t === 'image-node') addNode(ns, image)
  else if (image.t === 'image-end') linkNodes(ns, image.seq)
  else if (image.t === 'image-gone') {
    ns.log.push({ seq: image.gone.seq, at: image.at, gone: image.gone })
    if (image.current) pastAt(ns, image.gone.lower).tombstone = image.gone
  } else {
    pastAt(ns, image.lower).versions = image.versions
    for (const version of image.versions) {
      if (!ns.versions.has(version.rev)) ns.versions.set(version.rev, version)
      const byId = ns.pastById.get(version.id)
      if (byId) byId.push(version)
      else ns.pastById.set(version.id, [version])
    }
  }
  return true
}
