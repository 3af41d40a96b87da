import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { writePath } from '../http/path-schemas'
import { bool, list, optional, struct, type Infer } from '../http/schema'
import { newId } from '../state/new-id'
import type { FolderNode } from '../state/types'
import { folderMetadata } from '../tree/metadata'
import type { Scope } from '../tree/view'
import { rootOf } from '../tree/view'
import { conflict, failingAs, tagged, WriteFailure } from './failures'
import { launchJob } from './jobs'
import { makeParents } from './make-parents'
import { numberedName } from './numbered-name'
import { targetOf } from './target'
import { withWriteLock } from './write-lock'

export const createFolderArg = struct({ path: writePath, autorename: optional(bool, false) })
export const createFolderBatchArg = struct({ paths: list(writePath, 0, 10_000), autorename: optional(bool, false), force_async: optional(bool, false) })

/** Above this many paths the batch is answered with a job. */
const SYNCHRONOUS = 500

/** Makes a folder and its missing parents. Throws WriteFailure `conflict/…` when something is there. */
export function makeFolder(call: Actor, path: string, autorename: boolean): { scope: Scope; node: FolderNode } {
  const place = targetOf(call, path)
  if (place.fileInTheWay) throw conflict('file_ancestor')
  if (place.node && !autorename) throw conflict(place.node.kind)
  const parent = place.node ? place.parent : makeParents(call, place)
  const name = place.node ? numberedName(parent, place.node.name, call.world.switches.numbered_names) : (place.missing.at(-1) ?? '')
  const { ns } = place.scope
  const id = `id:${newId(22)}`
  call.world.store.commit({ t: 'folder', ns: ns.id, id, parent: parent.id, name, at: call.world.clock.now() })
  return { scope: place.scope, node: ns.nodes.get(id) as FolderNode }
}

function lockedFolder(call: Actor, arg: Infer<typeof createFolderArg>): Promise<object> {
  return failingAs('path', 'path', () => withWriteLock(call, rootOf(callerOf(call).view).ns, 1, () => {
    const { scope, node } = makeFolder(call, arg.path, arg.autorename)
    return folderMetadata(scope, node, call.world.presentation)
  }))
}

/** `files/create_folder_v2`. */
export async function createFolder(call: Actor, arg: Infer<typeof createFolderArg>): Promise<unknown> {
  return { metadata: await lockedFolder(call, arg) }
}

/** `files/create_folder`, the retired form: the metadata itself. */
export const createFolderV1 = lockedFolder

/** `files/create_folder_batch`: a bad path fails only its own entry. */
export async function createFolderBatch(call: Actor, arg: Infer<typeof createFolderBatchArg>): Promise<unknown> {
  const entries = await failingAs('path', 'path', () => withWriteLock(call, rootOf(callerOf(call).view).ns, arg.paths.length, () => arg.paths.map((path) => {
    try {
      const { scope, node } = makeFolder(call, path, arg.autorename)
      return { '.tag': 'success', metadata: folderMetadata(scope, node, call.world.presentation) }
    } catch (error) {
      if (error instanceof WriteFailure) return { '.tag': 'failure', failure: tagged('path', error.error) }
      throw error
    }
  })))
  if (arg.force_async || arg.paths.length > SYNCHRONOUS) return launchJob(call, 'create_folder_batch', { entries })
  return { '.tag': 'complete', entries }
}
