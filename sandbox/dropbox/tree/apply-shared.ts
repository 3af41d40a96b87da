import type { SharedRecord } from '../state/record'
import type { Namespace, TreeNode } from '../state/types'
import { logNode } from './attach'
import { pathOf } from './path-of'
import { wireTime } from './wire-time'

/** Writes into the history that a path is gone, without remembering anything of it: nothing was deleted. */
function logGone(ns: Namespace, node: TreeNode, at: number): void {
  const seq = ++ns.seq
  const { display, lower } = pathOf(node)
  ns.log.push({ seq, at, gone: { seq, kind: node.kind, id: node.id, lower, display, at: wireTime(at), implied: false } })
  if (node.kind === 'folder') for (const child of node.children.values()) logGone(ns, child, at)
}

function comeAgain(ns: Namespace, node: TreeNode, { ids, at }: Pick<SharedRecord, 'ids' | 'at'>): void {
  const id = ids?.[node.id]
  if (id !== undefined) {
    ns.nodes.delete(node.id)
    node.id = id
    ns.nodes.set(id, node)
    if (node.kind === 'file') {
      node.version = { ...node.version, id }
      ns.versions.set(node.version.rev, node.version)
    }
  }
  logNode(ns, node, at)
  if (node.kind === 'folder') for (const child of node.children.values()) comeAgain(ns, child, { ids, at })
}

/** Makes a folder a shared one, or an ordinary one again: it and all below is told as gone and as there again. */
export function applyShared(ns: Namespace, record: SharedRecord): void {
  const node = ns.nodes.get(record.id)
  if (node?.kind !== 'folder' || !node.parent) return
  logGone(ns, node, record.at)
  node.sharedId = record.sharedId
  comeAgain(ns, node, record)
}
