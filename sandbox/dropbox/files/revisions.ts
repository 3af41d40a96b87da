import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { pathOrId, rev, writePath } from '../http/path-schemas'
import { bool, optional, struct, uint, union, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { newId } from '../state/new-id'
import type { FileNode, Version } from '../state/types'
import { fileMetadata, versionMetadata } from '../tree/metadata'
import type { Place } from '../tree/locate'
import { pathOf } from '../tree/path-of'
import { revOf } from '../tree/rev-of'
import { rootOf } from '../tree/view'
import { conflict, failingAs, lookupFailure, tagged, writeFailure } from './failures'
import { makeParents } from './make-parents'
import { hasRoom } from './space-of'
import { placeOf, targetOf } from './target'
import { withWriteLock } from './write-lock'

export const listRevisionsArg = struct({
  path: pathOrId, mode: optional(union({ path: null, id: null }), { tag: 'path', value: undefined }), limit: optional(uint(1, 100), 10),
  before_rev: optional(rev, null), include_restorable_info: optional(bool, false),
})
export const restoreArg = struct({ path: writePath, rev })

function versionsOf(place: Place, mode: string): Version[] {
  const { ns } = place.scope
  const current = place.node?.kind === 'file' ? [place.node.version] : []
  const id = place.node?.id ?? ns.past.get(place.lower)?.tombstone?.id ?? ''
  const past = (mode === 'id' ? ns.pastById.get(id) : ns.past.get(place.lower)?.versions) ?? []
  return [...current, ...past.toReversed()]
}

function present(call: Actor, place: Place, version: Version, restorable: boolean): object {
  const base = pathOf(place.scope.base).display
  const live = place.node?.kind === 'file' && place.node.version === version
  const shown = live
    ? fileMetadata(place.scope, place.node as FileNode, call.world.presentation)
    : versionMetadata(place.scope, version, (version.lastPath ?? '').slice(base.length), call.world.presentation)
  return restorable ? { ...shown, is_restorable: isWithinRetention(call, version.serverModified) } : shown
}

/** Whether what happened at this time can still be undone under the account's plan. */
export function isWithinRetention(call: Actor, at: string): boolean {
  const days = callerOf(call).account.retentionDays
  return call.world.clock.now() - Date.parse(at) <= days * 86_400_000
}

/** `files/list_revisions`, newest first. A deleted file answers with `is_deleted`, a deleted folder with `not_file`. */
export function listRevisions(call: Actor, arg: Infer<typeof listRevisionsArg>): Promise<unknown> {
  return failingAs('path', 'path', () => {
    const place = placeOf(call, arg.path)
    const gone = place.scope.ns.past.get(place.lower)?.tombstone
    if ((place.node ?? gone)?.kind === 'folder') throw lookupFailure('not_file')
    const versions = versionsOf(place, arg.mode.tag)
    if (versions.length === 0) throw lookupFailure('not_found')
    const from = arg.before_rev === null ? 0 : versions.findIndex((version) => version.rev === arg.before_rev) + 1
    if (arg.before_rev !== null && from === 0) throw endpointError(tagged('invalid_before_rev'))
    const shown = versions.slice(from, from + arg.limit)
    const deletion = !place.node && gone ? { server_deleted: gone.at } : {}
    return {
      is_deleted: !place.node, ...deletion, entries: shown.map((version) => present(call, place, version, arg.include_restorable_info)),
      has_more: from + arg.limit < versions.length,
    }
  })
}

/** Makes an earlier version of the file at this path the current one; a deleted file comes back with its id. */
export function restoreAt(call: Actor, path: string, wanted: string): FileNode {
  const { world } = call
  const place = targetOf(call, path)
  const { ns } = place.scope
  const version = versionsOf(place, 'path').find((candidate) => candidate.rev === wanted)
  if (!version || !isWithinRetention(call, version.serverModified)) throw endpointError(tagged('invalid_revision'))
  if (place.node?.kind === 'folder') throw conflict('folder')
  if (place.fileInTheWay) throw conflict('file_ancestor')
  if (!hasRoom(world, callerOf(call).account, version.size - (place.node?.version.size ?? 0))) throw writeFailure('insufficient_space')
  const parent = place.node?.parent ?? makeParents(call, place)
  const id = place.node?.id ?? (ns.nodes.has(version.id) ? `id:${newId(22)}` : version.id)
  const name = place.node?.name ?? place.missing.at(-1) ?? ''
  world.store.commit({
    t: 'file', ns: ns.id, id, parent: parent.id, name, rev: revOf(ns, ns.seq + 1), size: version.size, hash: version.hash,
    cm: version.clientModified, by: callerOf(call).account.id, at: world.clock.now(),
  })
  return ns.nodes.get(id) as FileNode
}

/** `files/restore`. */
export function restore(call: Actor, arg: Infer<typeof restoreArg>): Promise<unknown> {
  return failingAs('path_lookup', 'path_write', () => withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => {
    const node = restoreAt(call, arg.path, arg.rev)
    return fileMetadata(targetOf(call, arg.path).scope, node, call.world.presentation)
  }))
}
