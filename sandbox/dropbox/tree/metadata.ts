import type { FileNode, FolderNode, Tombstone, TreeNode, Version } from '../state/types'
import { lowerPath } from './lower-path'
import { pathOf } from './path-of'
import type { Scope } from './view'

type Json = Record<string, unknown>

/** How replies present paths; see the switch `display_parents_lowered`. */
export interface Presentation {
  parentsLowered: boolean
}

function present(display: string, how: Presentation): string {
  if (!how.parentsLowered) return display
  const last = display.lastIndexOf('/')
  return lowerPath(display.slice(0, last)) + display.slice(last)
}

/** The shared folder, or team space, that something lies in. */
function sharedAbove(scope: Scope, above: FolderNode | null): string | null {
  for (let at = above; at; at = at.parent) if (at.sharedId) return at.sharedId
  return scope.ns.kind === 'home' ? null : scope.ns.id
}

function shared(above: string | null, version?: Version): Json {
  if (above === null) return {}
  const base = { read_only: false, parent_shared_folder_id: above }
  return version
    ? { parent_shared_folder_id: above, sharing_info: { ...base, modified_by: version.by } }
    : { parent_shared_folder_id: above, sharing_info: { ...base, traverse_only: false, no_access: false } }
}

function sharedItself(id: string): Json {
  return { sharing_info: { read_only: false, shared_folder_id: id, traverse_only: false, no_access: false }, shared_folder_id: id }
}

function fields(scope: Scope, name: string, id: string, path: { display: string; lower: string }, version: Version, how: Presentation, above: FolderNode | null): Json {
  return {
    name, path_lower: scope.prefixLower + path.lower, path_display: present(scope.prefix + path.display, how), id,
    client_modified: version.clientModified, server_modified: version.serverModified, rev: version.rev, size: version.size,
    ...shared(sharedAbove(scope, above), version), is_downloadable: true, content_hash: version.hash,
  }
}

/** FileMetadata without `.tag`. */
export function fileMetadata(scope: Scope, node: FileNode, how: Presentation): Json {
  return fields(scope, node.name, node.id, pathOf(node, scope.base), node.version, how, node.parent)
}

/** FileMetadata of a version that is not, or no longer, current; `display` is its path inside the scope's base. */
export function versionMetadata(scope: Scope, version: Version, display: string, how: Presentation): Json {
  const name = display.slice(display.lastIndexOf('/') + 1)
  return fields(scope, name, version.id, { display, lower: lowerPath(display) }, version, how, null)
}

/** FolderMetadata without `.tag`. A scope's base shows as the folder it is mounted as. */
export function folderMetadata(scope: Scope, node: FolderNode, how: Presentation): Json {
  if (node === scope.base) {
    return { name: scope.prefix.slice(1), path_lower: scope.prefixLower, path_display: scope.prefix, id: node.id, ...sharedItself(scope.ns.id) }
  }
  const path = pathOf(node, scope.base)
  return { name: node.name, path_lower: scope.prefixLower + path.lower, path_display: present(scope.prefix + path.display, how), id: node.id, ...(node.sharedId ? sharedItself(node.sharedId) : shared(sharedAbove(scope, node.parent))) }
}

/** Metadata with `.tag`, for places whose declared type has subtypes. */
export function taggedMetadata(scope: Scope, node: TreeNode, how: Presentation): Json {
  return node.kind === 'file' ? { '.tag': 'file', ...fileMetadata(scope, node, how) } : { '.tag': 'folder', ...folderMetadata(scope, node, how) }
}

/** DeletedMetadata with `.tag`: no id, no kind, no date. */
export function deletedMetadata(scope: Scope, gone: Tombstone, how: Presentation): Json {
  const base = pathOf(scope.base)
  const display = scope.prefix + gone.display.slice(base.display.length)
  return {
    '.tag': 'deleted', name: display.slice(display.lastIndexOf('/') + 1),
    path_lower: scope.prefixLower + gone.lower.slice(base.lower.length), path_display: present(display, how),
  }
}
