import type { FolderNode, TreeNode } from '../state/types'

/** Display and lower-case path of a node below `base` (default: the namespace's root). The base itself is `''`. */
export function pathOf(node: TreeNode, base?: FolderNode): { display: string; lower: string } {
  let display = ''
  let lower = ''
  for (let at: TreeNode | null = node; at && at !== base && at.parent; at = at.parent) {
    display = `/${at.name}${display}`
    lower = `/${at.lower}${lower}`
  }
  return { display, lower }
}

/** True when the node is the folder itself or lies anywhere below it. */
export function isWithin(node: TreeNode, folder: FolderNode): boolean {
  for (let at: TreeNode | null = node; at; at = at.parent) if (at === folder) return true
  return false
}
