import type { Account, FolderNode, Namespace } from '../state/types'
import type { World } from '../world'

export interface TreeRow {
  path: string
  kind: 'file' | 'folder'
  id: string
  rev?: string
  size?: number
  content_hash?: string
}

function* rows(folder: FolderNode, path: string): Generator<TreeRow> {
  for (const node of folder.children.values()) {
    const at = `${path}/${node.name}`
    if (node.kind === 'folder') {
      yield { path: at, kind: 'folder', id: node.id }
      yield* rows(node, at)
    } else {
      yield { path: at, kind: 'file', id: node.id, rev: node.version.rev, size: node.version.size, content_hash: node.version.hash }
    }
  }
}

/** Everything in an account's own folder (or with `root` in its team's space), sorted by path. */
export function treeOf(world: World, account: Account, root = false): TreeRow[] {
  const team = account.team === null ? null : (world.state.teams.get(account.team)?.root ?? null)
  const ns = world.state.namespaces.get(root && team !== null ? team : account.home) as Namespace
  return [...rows(ns.root, '')].sort((a, b) => (a.path < b.path ? -1 : 1))
}
