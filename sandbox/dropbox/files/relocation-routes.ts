import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { writePathOrId } from '../http/path-schemas'
import { bool, list, optional, struct, type Infer } from '../http/schema'
import { WireError, type Tagged } from '../http/wire-error'
import { taggedMetadata } from '../tree/metadata'
import { rootOf } from '../tree/view'
import { failingAs, LookupFailure, tagged, WriteFailure } from './failures'
import { launchJob } from './jobs'
import { relocate } from './relocate'
import { withWriteLock } from './write-lock'

const pair = { from_path: writePathOrId, to_path: writePathOrId }
const flags = { autorename: optional(bool, false), allow_ownership_transfer: optional(bool, false) }
export const relocationArg = struct({ ...pair, ...flags, allow_shared_folder: optional(bool, false) })
export const moveBatchArg = struct({ entries: list(struct(pair), 1, 1000), ...flags })
export const copyBatchArg = struct({ entries: list(struct(pair), 1, 1000), autorename: optional(bool, false) })
type Arg = Infer<typeof relocationArg>

/** Above this many entries a batch is answered with a job. */
const SYNCHRONOUS = 20

function one(kind: 'move' | 'copy', call: Actor, arg: Arg): Promise<object> {
  return failingAs('from_lookup', 'to', () => withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => {
    const { scope, node } = relocate(call, kind, arg.from_path, arg.to_path, arg.autorename)
    return taggedMetadata(scope, node, call.world.presentation)
  }))
}

/** `files/move` and `files/copy`, the retired forms: the metadata itself. */
export const relocationV1 = (kind: 'move' | 'copy') => (call: Actor, arg: Arg): Promise<object> => one(kind, call, arg)

/** `files/move_v2` and `files/copy_v2`. */
export const relocationV2 = (kind: 'move' | 'copy') => async (call: Actor, arg: Arg): Promise<object> => ({ metadata: await one(kind, call, arg) })

function entryError(error: unknown): Tagged {
  if (error instanceof LookupFailure) return tagged('relocation_error', tagged('from_lookup', error.error))
  if (error instanceof WriteFailure) return tagged('relocation_error', tagged('to', error.error))
  if (error instanceof WireError && error.status === 409) return tagged('relocation_error', (JSON.parse(error.body) as { error: Tagged }).error)
  throw error
}

/** `files/move_batch_v2` and `files/copy_batch_v2`: complete at once when small, a job otherwise. */
export const relocationBatch = (kind: 'move' | 'copy') => async (call: Actor, arg: Infer<typeof copyBatchArg>): Promise<unknown> => {
  const entries = await failingAs('from_lookup', 'to', () => withWriteLock(call, rootOf(callerOf(call).view).ns, arg.entries.length, () => arg.entries.map((entry) => {
    try {
      const { scope, node } = relocate(call, kind, entry.from_path, entry.to_path, arg.autorename)
      return tagged('success', taggedMetadata(scope, node, call.world.presentation))
    } catch (error) {
      return tagged('failure', entryError(error))
    }
  })))
  if (arg.entries.length > SYNCHRONOUS) return launchJob(call, `${kind}_batch`, { entries })
  return { '.tag': 'complete', entries }
}
