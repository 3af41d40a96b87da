import { failingAs, tagged } from '../files/failures'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { folderPath } from '../http/path-schemas'
import { anything, bool, optional, struct, text, uint, type Infer } from '../http/schema'
import { badInput, endpointError } from '../http/wire-error'
import { readCursor, writeCursor, type CursorState } from './cursor'
import { listedScopes, listPage } from './list-page'

export const listFolderArg = struct({
  path: folderPath, recursive: optional(bool, false), include_media_info: optional(bool, false), include_deleted: optional(bool, false),
  include_has_explicit_shared_members: optional(bool, false), include_mounted_folders: optional(bool, true), limit: optional(uint(1, 2000), null),
  shared_link: optional(anything, null), include_property_groups: optional(anything, null), include_non_downloadable_files: optional(bool, true),
  include_restorable_info: optional(bool, false),
})
export const continueArg = struct({ cursor: text(/.+/s) })
type Arg = Infer<typeof listFolderArg>

function begin(call: Call, arg: Arg): CursorState {
  if (arg.path === '/') throw badInput(call.route.name, 'request body: path: Specify the root folder as an empty string rather than as "/".')
  if (arg.shared_link !== null) throw badInput(call.route.name, 'request body: shared_link: listing a shared link is not reproduced by this local server.')
  const { account, app, view } = callerOf(call)
  const positions = listedScopes(call, arg).map(({ scope }) => ({ ns: scope.ns.id, start: scope.ns.seq, pos: 0 }))
  return {
    account: account.id, app: app?.key ?? '', path: arg.path, root: view.scopes[0]?.ns.id ?? '', recursive: arg.recursive, deleted: arg.include_deleted,
    restorable: arg.include_restorable_info,
    limit: arg.limit, pages: 0, usedAt: call.world.clock.now(), positions,
  }
}

/** `files/list_folder`: the first page. */
export function listFolder(call: Call, arg: Arg): Promise<unknown> {
  return failingAs('path', 'path', () => listPage(call, begin(call, arg)))
}

/** `files/list_folder/get_latest_cursor`: a cursor that only tells what happens from now on. */
export function getLatestCursor(call: Call, arg: Arg): Promise<unknown> {
  return failingAs('path', 'path', () => {
    const state = begin(call, arg)
    return { cursor: writeCursor(call, { ...state, positions: state.positions.map((position) => ({ ...position, pos: position.start })) }) }
  })
}

/** Throws `reset` when the cursor lay unused for too long, or when a switch says so. */
export function refuseExpired(call: Call, state: CursorState): void {
  const { switches, clock } = call.world
  if (clock.now() - state.usedAt > switches.cursor_idle_days * 86_400_000) throw endpointError(tagged('reset'))
  if (switches.reset_after_pages === 0 || state.pages < switches.reset_after_pages) return
  switches.reset_after_pages = 0
  throw endpointError(tagged('reset'))
}

/** `files/list_folder/continue`: the next page, or what changed since. */
export function continueListing(call: Call, arg: Infer<typeof continueArg>): Promise<unknown> {
  const state = readCursor(call, arg.cursor)
  refuseExpired(call, state)
  return failingAs('path', 'path', () => listPage(call, state))
}
