import type { FileNode, FolderNode, TreeNode, Version } from '../state/types'
import { lowerPath } from './lower-path'
import { isWithin, pathOf } from './path-of'
import type { Scope, View } from './view'
import { rootOf } from './view'

/** Where a path leads. */
export interface Place {
  scope: Scope
  /** What is there now. */
  node: TreeNode | null
  /** Deepest existing folder on the way, and the names below it that do not exist. */
  parent: FolderNode
  missing: string[]
  /** A file stands where a folder would have to be. */
  fileInTheWay: boolean
  /** The path as the namespace knows it, lower-case. */
  lower: string
  /** Set when the path named an old or current version by rev. */
  version?: Version
}

function walk(scope: Scope, from: FolderNode, names: string[]): Place {
  let folder = from
  for (const [index, name] of names.entries()) {
    const child = folder.children.get(lowerPath(name))
    const last = index === names.length - 1
    if (child?.kind === 'folder' && !last) {
      folder = child
      continue
    }
    const lower = `${pathOf(folder).lower}${names.slice(index).map((part) => `/${lowerPath(part)}`).join('')}`
    if (child && last) return { scope, node: child, parent: folder, missing: [], fileInTheWay: false, lower }
    return { scope, node: null, parent: folder, missing: names.slice(index), fileInTheWay: child?.kind === 'file', lower }
  }
  return { scope, node: from, parent: from.parent ?? from, missing: [], fileInTheWay: false, lower: pathOf(from).lower }
}

function locateId(view: View, path: string): Place | null {
  const slash = path.indexOf('/')
  const id = slash < 0 ? path : path.slice(0, slash)
  for (const scope of view.scopes) {
    const node = scope.ns.nodes.get(id)
    if (!node || !isWithin(node, scope.base)) continue
    if (slash < 0) return { scope, node, parent: node.parent ?? scope.base, missing: [], fileInTheWay: false, lower: pathOf(node).lower }
    if (node.kind === 'folder') return walk(scope, node, path.slice(slash + 1).split('/'))
  }
  return null
}

function locateRev(view: View, rev: string): Place | null {
  for (const scope of view.scopes) {
    const version = scope.ns.versions.get(rev)
    if (!version) continue
    const node = scope.ns.nodes.get(version.id) as FileNode | undefined
    const lower = node ? pathOf(node).lower : lowerPath(version.lastPath ?? '')
    return { scope, node: node ?? null, parent: node?.parent ?? scope.base, missing: [], fileInTheWay: false, lower, version }
  }
  return null
}

/**
 * Finds what a path of any form (`/…`, `''`, `id:…`, `id:…/…`, `rev:…`, `ns:…`) leads to in a view. Null when an id,
 * rev or namespace is unknown here. The caller has checked the names; look-ups compare them as they are.
 */
export function locate(view: View, path: string): Place | null {
  if (path.startsWith('id:')) return locateId(view, path)
  if (path.startsWith('rev:')) return locateRev(view, path.slice(4))
  if (path.startsWith('ns:')) {
    const [, id, rest] = /^ns:(\d+)(?:\/(.*))?$/s.exec(path) ?? []
    const scope = [...view.scopes, ...view.reachable].find((candidate) => candidate.ns.id === id)
    return scope ? walk(scope, scope.base, rest ? rest.split('/') : []) : null
  }
  const lower = lowerPath(path)
  const mounted = view.scopes.findLast((scope) => scope.prefix !== '' && (lower === scope.prefixLower || lower.startsWith(`${scope.prefixLower}/`)))
  const scope = mounted ?? rootOf(view)
  const rest = path.slice(scope.prefix.length)
  return walk(scope, scope.base, rest === '' ? [] : rest.slice(1).split('/'))
}
