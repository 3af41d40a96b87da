import type { FolderNode, Namespace, TreeNode } from '../state/types'
import { lowerPath } from './lower-path'
import { pathOf } from './path-of'

/** Hangs a node under a parent with a new name; whatever was deleted at that path counts as replaced. */
export function attach(ns: Namespace, node: TreeNode, parent: FolderNode, name: string): void {
  node.parent = parent
  node.name = name
  node.lower = lowerPath(name)
  parent.children.set(node.lower, node)
  parent.ordered = undefined
  const past = ns.past.size > 0 ? ns.past.get(pathOf(node).lower) : undefined
  if (past) past.tombstone = undefined
}

/** Gives the node the next place in the namespace's history. */
export function logNode(ns: Namespace, node: TreeNode, at: number): void {
  node.seq = ++ns.seq
  ns.log.push({ seq: node.seq, at, node })
  if (node.parent) node.parent.ordered = undefined
}
