import type { FolderNode, LogEvent, TreeNode } from '../state/types'
import type { Position } from './cursor'
import { indexAfter, isTold, type Wanted } from './matching-events'

export interface Page {
  events: LogEvent[]
  /** Where the next page continues. */
  pos: number
  more: boolean
}

/** Direct children in order of change; sorted once as long as the folder does not change. */
function orderedChildren(folder: FolderNode): TreeNode[] {
  folder.ordered ??= [...folder.children.values()].sort((a, b) => a.seq - b.seq)
  return folder.ordered
}

// A first, plain listing of one folder need not walk through the history of the whole namespace.
function childrenAfter(wanted: Wanted, pos: number, last: number, limit: number): LogEvent[] {
  const found: LogEvent[] = []
  for (const node of orderedChildren(wanted.folder)) {
    if (node.seq <= pos) continue
    if (node.seq > last || found.length >= limit) break
    found.push({ seq: node.seq, at: 0, node })
  }
  return found
}

function changesAfter(wanted: Wanted, pos: number, end: number, limit: number): LogEvent[] {
  const found: LogEvent[] = []
  const { log } = wanted.ns
  for (let index = indexAfter(log, pos); index < log.length && found.length < limit; index += 1) {
    const event = log[index] as LogEvent
    if (event.seq > end) break
    if (isTold(wanted, event)) found.push(event)
  }
  return found
}

/** Up to `limit` events of a listing from a position on; `end` is the last change that may be seen. */
export function readPage(wanted: Wanted, position: Position, end: number, limit: number): Page {
  const simple = !wanted.recursive && !wanted.deleted
  let events: LogEvent[] = []
  let { pos } = position
  const last = Math.min(position.start, end)
  if (simple && pos < last) {
    events = childrenAfter(wanted, pos, last, limit + 1)
    if (events.length <= limit) pos = last
  }
  if (events.length <= limit) events.push(...changesAfter(wanted, pos, end, limit + 1 - events.length))
  if (events.length <= limit) return { events, pos: Math.max(position.pos, end), more: false }
  events.pop()
  return { events, pos: events.at(-1)?.seq ?? position.pos, more: true }
}
