import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { newId } from '../state/new-id'
import type { FileNode, FolderNode, TreeNode } from '../state/types'
import type { Place } from '../tree/locate'
import { isWithin } from '../tree/path-of'
import { revOf } from '../tree/rev-of'
import type { Scope } from '../tree/view'
import { endpointError } from '../http/wire-error'
import { conflict, tagged } from './failures'
import { makeParents } from './make-parents'
import { numberedName } from './numbered-name'
import { hasRoom } from './space-of'
import { nodeAt, targetOf } from './target'

const MAX_ITEMS = 10_000

/** Number of nodes and bytes in a subtree. */
export function weigh(node: TreeNode): { items: number; bytes: number } {
  if (node.kind === 'file') return { items: 1, bytes: node.version.size }
  const sum = { items: 1, bytes: 0 }
  for (const child of node.children.values()) {
    const part = weigh(child)
    sum.items += part.items
    sum.bytes += part.bytes
  }
  return sum
}

/** Copies a subtree under a folder; `keepIds` for a move between namespaces, where the originals go. */
export function copyTree(call: Actor, scope: Scope, node: TreeNode, parent: FolderNode, name: string, keepIds: boolean): TreeNode {
  const { store, clock } = call.world
  const { ns } = scope
  const id = keepIds ? node.id : `id:${newId(22)}`
  const at = clock.now()
  if (node.kind === 'file') {
    const { size, hash, clientModified } = node.version
    store.commit({ t: 'file', ns: ns.id, id, parent: parent.id, name, rev: revOf(ns, ns.seq + 1), size, hash, cm: clientModified, by: callerOf(call).account.id, at })
    return ns.nodes.get(id) as FileNode
  }
  const children = [...node.children.values()]
  store.commit({ t: 'folder', ns: ns.id, id, parent: parent.id, name, at })
  const copy = ns.nodes.get(id) as FolderNode
  for (const child of children) copyTree(call, scope, child, copy, child.name, keepIds)
  return copy
}

function moveNode(call: Actor, from: Place, node: TreeNode, to: Place, parent: FolderNode, name: string): TreeNode {
  const { store, clock, switches } = call.world
  if (from.scope.ns === to.scope.ns) {
    store.commit({ t: 'moved', ns: to.scope.ns.id, id: node.id, parent: parent.id, name, at: clock.now(), newRevs: switches.move_changes_rev })
    return node
  }
  const copy = copyTree(call, to.scope, node, parent, name, true)
  store.commit({ t: 'gone', ns: from.scope.ns.id, id: node.id, at: clock.now() })
  return copy
}

function refuseBadPair(node: TreeNode, from: Place, to: Place): void {
  if (from.scope.ns === to.scope.ns && from.lower === to.lower) throw endpointError(tagged('duplicated_or_nested_paths'))
  if (node === from.scope.base) throw endpointError(tagged('cant_move_shared_folder'))
  if (node.kind === 'folder' && isWithin(to.node ?? to.parent, node)) throw endpointError(tagged('cant_move_folder_into_itself'))
  if (node.kind === 'folder' && weigh(node).items > MAX_ITEMS) throw endpointError(tagged('too_many_files'))
}

/** Moves or copies what is at one path to another. Throws LookupFailure for the source, WriteFailure for the target. */
export function relocate(call: Actor, kind: 'move' | 'copy', fromPath: string, toPath: string, autorename: boolean): { scope: Scope; node: TreeNode } {
  const { place: from, node } = nodeAt(call, fromPath)
  const to = targetOf(call, toPath)
  refuseBadPair(node, from, to)
  if (to.fileInTheWay) throw conflict('file_ancestor')
  if (to.node && !autorename) throw conflict(to.node.kind)
  if (kind === 'copy' && !hasRoom(call.world, callerOf(call).account, weigh(node).bytes)) throw endpointError(tagged('insufficient_quota'))
  const parent = to.node ? to.parent : makeParents(call, to)
  const name = to.node ? numberedName(parent, to.node.name, call.world.switches.numbered_names) : (to.missing.at(-1) ?? '')
  const done = kind === 'move' ? moveNode(call, from, node, to, parent, name) : copyTree(call, to.scope, node, parent, name, false)
  return { scope: to.scope, node: done }
}
