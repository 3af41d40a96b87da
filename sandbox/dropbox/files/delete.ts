import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { rev, writePathOrId } from '../http/path-schemas'
import { list, optional, struct, type Infer } from '../http/schema'
import type { Tagged } from '../http/wire-error'
import { taggedMetadata } from '../tree/metadata'
import { rootOf } from '../tree/view'
import { conflict, failingAs, LookupFailure, tagged, WriteFailure, writeFailure } from './failures'
import { launchJob } from './jobs'
import { nodeAt } from './target'
import { withWriteLock } from './write-lock'

export const deleteArg = struct({ path: writePathOrId, parent_rev: optional(rev, null) })
export const deleteBatchArg = struct({ entries: list(deleteArg, 0, 1000) })
type Arg = Infer<typeof deleteArg>

/** Deletes what is at a path and returns its metadata as it was. Throws LookupFailure and WriteFailure. */
export function deleteAt(call: Actor, arg: Arg): object {
  const { place, node } = nodeAt(call, arg.path)
  if (!node.parent || node === place.scope.base) throw writeFailure('no_write_permission')
  if (arg.parent_rev !== null && node.kind === 'file' && node.version.rev !== arg.parent_rev) throw conflict('file')
  if (arg.parent_rev !== null && node.kind === 'folder') throw conflict('folder')
  const metadata = taggedMetadata(place.scope, node, call.world.presentation)
  call.world.store.commit({ t: 'gone', ns: place.scope.ns.id, id: node.id, at: call.world.clock.now() })
  return metadata
}

/** `files/delete`, the retired form: the metadata itself. */
export function deleteV1(call: Actor, arg: Arg): Promise<object> {
  return failingAs('path_lookup', 'path_write', () => withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => deleteAt(call, arg)))
}

/** `files/delete_v2`. */
export async function deleteV2(call: Actor, arg: Arg): Promise<unknown> {
  return { metadata: await deleteV1(call, arg) }
}

function deleteEntry(call: Actor, entry: Arg): Tagged {
  try {
    return { '.tag': 'success', metadata: deleteAt(call, entry) }
  } catch (error) {
    if (error instanceof LookupFailure) return { '.tag': 'failure', failure: tagged('path_lookup', error.error) }
    if (error instanceof WriteFailure) return { '.tag': 'failure', failure: tagged('path_write', error.error) }
    throw error
  }
}

/** `files/delete_batch`: always a job. */
export async function deleteBatch(call: Actor, arg: Infer<typeof deleteBatchArg>): Promise<unknown> {
  const entries = await failingAs('path_lookup', 'path_write', () => (
    withWriteLock(call, rootOf(callerOf(call).view).ns, arg.entries.length, () => arg.entries.map((entry) => deleteEntry(call, entry)))
  ))
  return launchJob(call, 'delete_batch', { entries })
}
