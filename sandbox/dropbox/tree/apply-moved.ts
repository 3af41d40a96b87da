import type { MoveRecord } from '../state/record'
import type { FolderNode, Namespace, TreeNode } from '../state/types'
import { attach, logNode } from './attach'
import { bury } from './bury'
import { pathOf } from './path-of'
import { revOf } from './rev-of'

function relog(ns: Namespace, node: TreeNode, record: MoveRecord): void {
  if (node.kind === 'file' && record.newRevs) {
    node.version = { ...node.version, rev: revOf(ns, ns.seq + 1) }
    ns.versions.set(node.version.rev, node.version)
  }
  logNode(ns, node, record.at)
  if (node.kind === 'folder') for (const child of node.children.values()) relog(ns, child, record)
}

/** Moves or renames within the namespace: ids stay, the old path is reported as gone, the new ones as entries. */
export function applyMoved(ns: Namespace, record: MoveRecord): void {
  const node = ns.nodes.get(record.id)
  const parent = ns.nodes.get(record.parent) as FolderNode
  if (!node?.parent) return
  if (!record.quiet) bury(ns, node, pathOf(node), record.at)
  node.parent.children.delete(node.lower)
  node.parent.ordered = undefined
  attach(ns, node, parent, record.name)
  if (!record.quiet) relog(ns, node, record)
}
