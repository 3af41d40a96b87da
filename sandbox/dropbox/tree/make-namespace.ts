import type { FolderNode, Namespace } from '../state/types'

/** An empty namespace with its root folder; the root has an id of its own but no path and no log entry. */
export function makeNamespace(id: string, kind: 'home' | 'team'): Namespace {
  const root: FolderNode = { kind: 'folder', id: `id:root${id}`, name: '', lower: '', parent: null, seq: 0, live: true, children: new Map() }
  return {
    id, kind, root, log: [], seq: 0, used: 0,
    nodes: new Map([[root.id, root]]), past: new Map(), pastById: new Map(), versions: new Map(),
  }
}
