import type { Actor } from '../http/call'
import { readPath } from '../http/path-schemas'
import { anything, bool, optional, struct, type Infer } from '../http/schema'
import { badInput } from '../http/wire-error'
import { deletedMetadata, taggedMetadata, versionMetadata } from '../tree/metadata'
import { failingAs, lookupFailure } from './failures'
import { placeOf } from './target'

export const getMetadataArg = struct({
  path: readPath, include_media_info: optional(bool, false), include_deleted: optional(bool, false),
  include_has_explicit_shared_members: optional(bool, false), include_property_groups: optional(anything, null),
})

/** `files/get_metadata`, also of a version by rev and, when asked for, of a deleted path. */
export function getMetadata(call: Actor, arg: Infer<typeof getMetadataArg>): Promise<unknown> {
  if (arg.path === '/' || arg.path === '') throw badInput(call.route.name, 'request body: path: The root folder is unsupported.')
  return failingAs('path', 'path', () => {
    const place = placeOf(call, arg.path)
    const { scope, node, version } = place
    const how = call.world.presentation
    if (version && (node?.kind !== 'file' || node.version !== version)) {
      return { '.tag': 'file', ...versionMetadata(scope, version, version.lastPath ?? '', how) }
    }
    if (node && node === scope.base && scope.prefix === '') throw badInput(call.route.name, 'request body: path: The root folder is unsupported.')
    if (node) return taggedMetadata(scope, node, how)
    const gone = scope.ns.past.get(place.lower)?.tombstone
    if (!gone || !arg.include_deleted) throw lookupFailure('not_found')
    return deletedMetadata(scope, gone, how)
  })
}
