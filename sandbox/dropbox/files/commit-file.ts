import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { newId } from '../state/new-id'
import type { FileNode, TreeNode } from '../state/types'
import type { Place } from '../tree/locate'
import { revOf } from '../tree/rev-of'
import { wireTime } from '../tree/wire-time'
import type { CommitInfo } from './commit-info'
import { conflict, writeFailure } from './failures'
import { makeParents } from './make-parents'
import { conflictedName, numberedName } from './numbered-name'
import { hasRoom } from './space-of'
import { targetOf } from './target'

/** Content that is already on disk. */
export interface Content {
  hash: string
  size: number
}

type Decision = { keep: FileNode } | { replace: FileNode } | { create: string }

function decide(call: Actor, place: Place, commit: CommitInfo, content: Content): Decision {
  const { node } = place
  if (place.fileInTheWay) throw conflict('file_ancestor')
  if (!node) {
    if (commit.mode.tag === 'update' && commit.strict_conflict) throw conflict('file')
    return { create: place.missing.at(-1) ?? '' }
  }
  if (node.kind === 'folder') throw conflict('folder')
  if (node.version.hash === content.hash && !commit.strict_conflict) return { keep: node }
  if (commit.mode.tag === 'overwrite') return { replace: node }
  if (commit.mode.tag === 'update' && node.version.rev === commit.mode.value) return { replace: node }
  if (!commit.autorename) throw conflict('file')
  return { create: renamed(call, node, commit) }
}

function renamed(call: Actor, node: FileNode, commit: CommitInfo): string {
  const { world } = call
  if (commit.mode.tag === 'add') return numberedName(node.parent, node.name, world.switches.numbered_names)
  return conflictedName(node.parent, node.name, callerOf(call).account.name, wireTime(world.clock.now()).slice(0, 10))
}

function idFor(call: Actor, place: Place, replaced: TreeNode | null): string {
  if (replaced) return replaced.id
  const gone = place.scope.ns.past.get(place.lower)?.tombstone
  const reuse = call.world.switches.recreated_id === 'same' && gone?.kind === 'file' && !place.scope.ns.nodes.has(gone.id)
  return reuse ? gone.id : `id:${newId(22)}`
}

/**
 * Puts content at a path by the rules of CommitInfo and returns the file that is there afterwards. Identical content
 * already there is left as it is. Throws WriteFailure; then nothing has changed.
 */
export function commitFile(call: Actor, commit: CommitInfo, content: Content): { place: Place; node: FileNode } {
  const { world } = call
  const place = targetOf(call, commit.path)
  const decision = decide(call, place, commit, content)
  if ('keep' in decision) return { place, node: decision.keep }
  const replaced = 'replace' in decision ? decision.replace : null
  const { account } = callerOf(call)
  if (!hasRoom(world, account, content.size - (replaced?.version.size ?? 0))) throw writeFailure('insufficient_space')
  const parent = replaced?.parent ?? (place.node ? place.parent : makeParents(call, place))
  const { ns } = place.scope
  const at = world.clock.now()
  const id = idFor(call, place, replaced)
  world.store.commit({
    t: 'file', ns: ns.id, id, parent: parent.id, name: 'create' in decision ? decision.create : (replaced?.name ?? ''),
    rev: revOf(ns, ns.seq + 1), size: content.size, hash: content.hash, cm: commit.client_modified ?? wireTime(at), by: account.id, at,
  })
  return { place, node: ns.nodes.get(id) as FileNode }
}
