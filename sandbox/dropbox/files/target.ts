import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import type { FolderNode, TreeNode } from '../state/types'
import { locate, type Place } from '../tree/locate'
import { nameProblem } from '../tree/name-problem'
import { cleanPath, pathNames } from '../tree/path-names'
import { lookupFailure, writeFailure } from './failures'

function malformed(call: Actor, path: string): 'malformed_path' | 'disallowed_name' | null {
  for (const name of pathNames(path)) {
    const problem = nameProblem(name, call.world.switches.emoji_refused)
    if (problem) return problem
  }
  return null
}

/**
 * Where a write goes; names are normalised to NFC first. Throws WriteFailure for names that cannot be, unknown ids, and
 * writes into a team space or namespace that is not open to the caller.
 */
export function targetOf(call: Actor, given: string): Place {
  const path = cleanPath(given)
  const problem = malformed(call, path)
  if (problem) throw writeFailure(problem)
  const place = locate(callerOf(call).view, path.normalize('NFC'))
  if (!place) throw writeFailure(path.startsWith('ns:') ? 'no_write_permission' : 'malformed_path')
  refuseTeamTop(call, place)
  return place
}

function refuseTeamTop(call: Actor, place: Place): void {
  if (place.scope.ns.kind !== 'team' || place.parent !== place.scope.ns.root) return
  const { account } = callerOf(call)
  const team = account.team === null ? undefined : call.world.state.teams.get(account.team)
  if (team?.topLevelContentPolicy === 'admin_only') throw writeFailure('no_write_permission')
}

/** What a path leads to, live or not. Throws LookupFailure `malformed_path` or, for unknown ids and revs, `not_found`. */
export function placeOf(call: Actor, given: string): Place {
  const path = cleanPath(given)
  if (malformed(call, path) === 'malformed_path') throw lookupFailure('malformed_path')
  const place = locate(callerOf(call).view, path)
  if (!place) throw lookupFailure('not_found')
  return place
}

/** The live node at a path; throws LookupFailure. */
export function nodeAt(call: Actor, path: string): { place: Place; node: TreeNode } {
  const place = placeOf(call, path)
  if (!place.node) throw lookupFailure('not_found')
  return { place, node: place.node }
}

/** The live folder at a path; throws LookupFailure `not_folder` for a file. */
export function folderAt(call: Actor, path: string): { place: Place; node: FolderNode } {
  const { place, node } = nodeAt(call, path)
  if (node.kind !== 'folder') throw lookupFailure('not_folder')
  return { place, node }
}
