import type { FolderNode, LogEvent, Namespace, Tombstone, TreeNode } from '../state/types'
import { isWithin } from '../tree/path-of'

/** Which part of a namespace's history a listing tells. */
export interface Wanted {
  ns: Namespace
  folder: FolderNode
  /** The folder's own path in the namespace, lower-case. */
  lower: string
  recursive: boolean
  /** Tombstones from before the listing began are told too. */
  deleted: boolean
  start: number
  includesSelf: boolean
  listsDescendants: boolean
}

function wantsNode(wanted: Wanted, node: TreeNode): boolean {
  if (node === wanted.folder) return wanted.includesSelf
  return wanted.recursive ? isWithin(node, wanted.folder) : node.parent === wanted.folder
}

function wantsTombstone(wanted: Wanted, gone: Tombstone): boolean {
  const below = wanted.lower === '' || gone.lower.startsWith(`${wanted.lower}/`)
  const self = gone.lower === wanted.lower && wanted.includesSelf
  if (!self && (!below || (!wanted.recursive && gone.lower.indexOf('/', wanted.lower.length + 1) >= 0))) return false
  const past = wanted.ns.past.get(gone.lower)
  if (gone.seq <= wanted.start) return wanted.deleted && past?.tombstone === gone
  if (gone.implied && !wanted.listsDescendants) return false
  // A path without memory was deleted for good: that it went is told all the same.
  return gone.kind === 'folder' || !past || past.tombstone === gone
}

/** Whether the listing tells this event; one that a later event makes outdated is not told. */
export function isTold(wanted: Wanted, event: LogEvent): boolean {
  if (event.gone) return wantsTombstone(wanted, event.gone)
  return event.node.live && event.node.seq === event.seq && wantsNode(wanted, event.node)
}

/** Index of the first event after a place in the history. */
export function indexAfter(log: readonly LogEvent[], seq: number): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((log[middle] as LogEvent).seq <= seq) low = middle + 1
    else high = middle
  }
  return low
}
