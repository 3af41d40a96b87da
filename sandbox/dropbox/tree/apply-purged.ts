import type { Namespace } from '../state/types'

/** Forgets what was deleted at a path: its versions cannot be restored, whether asked for by path, by id or by rev. What lives stays. */
export function applyPurged(ns: Namespace, lower: string): void {
  for (const version of ns.past.get(lower)?.versions ?? []) {
    if (ns.nodes.has(version.id)) continue
    ns.versions.delete(version.rev)
    ns.pastById.delete(version.id)
  }
  ns.past.delete(lower)
}
