import type { Namespace, TreeNode } from '../state/types'
import { bury } from './bury'
import { pathOf } from './path-of'

function forget(ns: Namespace, node: TreeNode): void {
  node.live = false
  ns.nodes.delete(node.id)
  if (node.kind === 'file') ns.used -= node.version.size
  else for (const child of node.children.values()) forget(ns, child)
}

/** Deletes a file, or a folder with everything below it; the old paths and versions stay restorable. */
export function applyGone(ns: Namespace, id: string, at: number): void {
  const node = ns.nodes.get(id)
  if (!node?.parent) return
  bury(ns, node, pathOf(node), at)
  node.parent.children.delete(node.lower)
  node.parent.ordered = undefined
  forget(ns, node)
}
