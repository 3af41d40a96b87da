import type { FolderNode, Namespace } from '../state/types'
import { attach, logNode } from './attach'

/** Creates an empty folder. */
export function applyFolder(ns: Namespace, id: string, parentId: string, name: string, at: number): FolderNode {
  const parent = ns.nodes.get(parentId) as FolderNode
  const node: FolderNode = { kind: 'folder', id, name: '', lower: '', parent, seq: 0, live: true, children: new Map() }
  ns.nodes.set(id, node)
  attach(ns, node, parent, name)
  logNode(ns, node, at)
  return node
}
