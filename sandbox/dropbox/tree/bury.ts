import type { Namespace, Past, TreeNode, Version } from '../state/types'
import { wireTime } from './wire-time'

/** The memory of a path, made when there is none yet. */
export function pastAt(ns: Namespace, lower: string): Past {
  let past = ns.past.get(lower)
  if (!past) ns.past.set(lower, (past = { versions: [] }))
  return past
}

/** Remembers a version that is no longer current, under its path and under its id. */
export function remember(ns: Namespace, version: Version, path: { display: string; lower: string }): void {
  version.lastPath = path.display
  pastAt(ns, path.lower).versions.push(version)
  const byId = ns.pastById.get(version.id)
  if (byId) byId.push(version)
  else ns.pastById.set(version.id, [version])
}

/** Writes into the history that a path, and by implication everything below it, is gone. */
export function bury(ns: Namespace, node: TreeNode, path: { display: string; lower: string }, at: number, implied = false): void {
  const seq = ++ns.seq
  const gone = { seq, kind: node.kind, id: node.id, lower: path.lower, display: path.display, at: wireTime(at), implied }
  ns.log.push({ seq, at, gone })
  pastAt(ns, path.lower).tombstone = gone
  if (node.kind === 'file') return remember(ns, { ...node.version }, path)
  for (const child of node.children.values()) {
    bury(ns, child, { display: `${path.display}/${child.name}`, lower: `${path.lower}/${child.lower}` }, at, true)
  }
}
