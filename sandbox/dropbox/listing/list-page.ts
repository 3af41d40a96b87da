import { LISTING_KINDS } from '../faults/fault-kinds'
import type { Fault } from '../faults/faults'
import { isWithinRetention } from '../files/revisions'
import { folderAt } from '../files/target'
import { lookupFailure } from '../files/failures'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import type { FolderNode, LogEvent } from '../state/types'
import { deletedMetadata, folderMetadata, taggedMetadata } from '../tree/metadata'
import { pathOf } from '../tree/path-of'
import type { Scope } from '../tree/view'
import { rootOf } from '../tree/view'
import { writeCursor, type CursorState } from './cursor'
import type { Wanted } from './matching-events'
import { readPage } from './page'

interface Listed {
  scope: Scope
  folder: FolderNode
}

/** The folder a listing is about, followed by the bases of scopes mounted below it. */
export function listedScopes(call: Call, state: Pick<CursorState, 'path' | 'recursive'>): Listed[] {
  const { place, node } = folderAt(call, state.path)
  const atRoot = node === rootOf(callerOf(call).view).base
  const mounted = atRoot && state.recursive ? callerOf(call).view.scopes.slice(1) : []
  return [{ scope: place.scope, folder: node }, ...mounted.map((scope) => ({ scope, folder: scope.base }))]
}

function wantedOf(call: Call, state: CursorState, listed: Listed, start: number): Wanted {
  const { switches } = call.world
  const root = listed.folder === listed.scope.base
  return {
    ns: listed.scope.ns, folder: listed.folder, lower: pathOf(listed.folder).lower, recursive: state.recursive, deleted: state.deleted, start,
    includesSelf: !root && state.recursive && switches.recursive_lists_self, listsDescendants: switches.folder_delete_lists_descendants,
  }
}

function present(call: Call, state: CursorState, scope: Scope, event: LogEvent): object {
  const how = call.world.presentation
  if (!event.gone) return taggedMetadata(scope, event.node, how)
  const deleted = deletedMetadata(scope, event.gone, how)
  return state.restorable ? { ...deleted, is_restorable: isWithinRetention(call, event.gone.at) } : deleted
}

/**
 * The member's folder is not part of the team space's history; a first page of the root shows it, also without
 * `include_mounted_folders`: rclone always sends false and is known to show it at the real service.
 */
function mountEntries(call: Call, state: CursorState, listed: Listed): object[] {
  if (listed.folder !== rootOf(callerOf(call).view).base || state.positions.some((position) => position.pos > 0)) return []
  const how = call.world.presentation
  return callerOf(call).view.scopes.slice(1).map((scope) => ({ '.tag': 'folder', ...folderMetadata(scope, scope.base, how) }))
}

function pageSize(call: Call, state: CursorState): number {
  const { switches } = call.world
  const limit = state.limit ?? switches.list_default_limit
  if (switches.empty_pages && state.pages % 2 === 0) return 0
  return switches.random_page_sizes ? Math.floor(Math.random() * (limit + 1)) : limit
}

function lie(call: Call, state: CursorState, fault: Fault | null, entries: object[]): object[] {
  const { switches } = call.world
  const first = state.positions.every((position) => position.pos < position.start)
  if (fault?.kind === 'empty_listing' || (switches.empty_root && (state.path === '' || first))) return []
  return fault?.kind === 'half_listing' || (switches.half_listing && first) ? entries.filter((_, index) => index % 2 === 0) : entries
}

/** The next page of a listing and the cursor after it. Throws LookupFailure when its folder is gone. */
export function listPage(call: Call, state: CursorState): { entries: object[]; cursor: string; has_more: boolean } {
  const { world } = call
  const { account } = callerOf(call)
  const listed = listedScopes(call, state)
  if (!listed[0]) throw lookupFailure('not_found')
  const fault = world.faults.take(LISTING_KINDS, call.route.name, [account.id, account.email])
  const hidden = fault?.kind === 'stale_listing' ? (fault.changes ?? 1000) : world.switches.stale_changes
  let room = pageSize(call, state)
  const entries = mountEntries(call, state, listed[0])
  let more = room === 0 && world.switches.empty_pages
  const positions = listed.map(({ scope, folder }) => {
    const position = state.positions.find((known) => known.ns === scope.ns.id) ?? { ns: scope.ns.id, start: 0, pos: 0 }
    const wanted = wantedOf(call, state, { scope, folder }, position.start)
    const page = readPage(wanted, position, Math.max(position.pos, scope.ns.seq - hidden), room)
    room -= page.events.length
    more ||= page.more
    for (const event of page.events) entries.push(present(call, state, scope, event))
    return { ...position, pos: page.pos }
  })
  const cursor = writeCursor(call, { ...state, positions, pages: state.pages + 1, usedAt: world.clock.now() })
  return { entries: lie(call, state, fault, entries), cursor, has_more: more }
}
