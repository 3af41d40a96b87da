import { commitFile } from '../files/commit-file'
import { makeFolder } from '../files/create-folder'
import { deleteAt } from '../files/delete'
import { conflict } from '../files/failures'
import { relocate } from '../files/relocate'
import { restoreAt } from '../files/revisions'
import { nodeAt, targetOf } from '../files/target'
import { withWriteLock } from '../files/write-lock'
import { storeBytes } from '../content/store-bytes'
import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { viewOf } from '../oauth/view-for'
import { revokeGrant } from '../oauth/revoke-grant'
import { newId } from '../state/new-id'
import type { Account, LogEvent, Namespace, Tombstone, TreeNode } from '../state/types'
import { lowerPath } from '../tree/lower-path'
import { rootOf } from '../tree/view'
import type { World } from '../world'
import { ControlError } from './control-error'

/** A person at the web pages of their own Dropbox. */
export function personOf(world: World, account: Account): Actor {
  return { world, route: { name: 'person' }, caller: { account, app: null, grant: null, view: viewOf(world, account) } }
}

/** Writes text as the file's new content, as saving in an editor does. */
export async function writeText(person: Actor, path: string, text: string): Promise<void> {
  const content = await storeBytes(person.world, Buffer.from(text))
  const commit = { path, mode: { tag: 'overwrite' as const, value: undefined }, autorename: false, client_modified: null, strict_conflict: false }
  await locked(person, () => commitFile(person, commit, content))
}

/** Moves or renames; unlike the API a person may change only the case of a name. */
export async function movePath(person: Actor, from: string, to: string): Promise<void> {
  await locked(person, () => {
    if (lowerPath(from) !== lowerPath(to)) return void relocate(person, 'move', from, to, false)
    const { place, node } = nodeAt(person, from)
    if (!node.parent) throw conflict('folder')
    const name = to.slice(to.lastIndexOf('/') + 1)
    person.world.store.commit({ t: 'moved', ns: place.scope.ns.id, id: node.id, parent: node.parent.id, name, at: person.world.clock.now(), quiet: true })
  })
}

/** Deletes a file or a folder. */
export async function deletePath(person: Actor, path: string): Promise<void> {
  await locked(person, () => void deleteAt(person, { path, parent_rev: null }))
}

/** Deletes for good what stands at a path, or what was deleted there and below: nothing of it can be restored. */
export async function purgePath(person: Actor, path: string): Promise<void> {
  await locked(person, () => {
    const { scope, node, lower } = targetOf(person, path)
    if (node) deleteAt(person, { path, parent_rev: null })
    const gone = [...scope.ns.past.keys()].filter((key) => key === lower || key.startsWith(`${lower}/`))
    if (gone.length === 0) throw new ControlError(404, `nothing at ${path}`)
    for (const key of gone) person.world.store.commit({ t: 'purged', ns: scope.ns.id, lower: key })
  })
}

/** Invites somebody into a folder, so that it becomes a shared one, or ends that. Cursors tell both as a deletion and a new beginning. */
export async function shareFolder(person: Actor, path: string, isShared: boolean): Promise<void> {
  await locked(person, () => {
    const { world } = person
    const { place, node } = nodeAt(person, path)
    if (node.kind !== 'folder' || !node.parent) throw new ControlError(400, `${path} is no folder`)
    if (Boolean(node.sharedId) === isShared) return
    const ids = world.switches.shared_ids === 'new' ? Object.fromEntries(idsBelow(node).map((id) => [id, `id:${newId(22)}`])) : undefined
    const sharedId = isShared ? String(9_000_000_000 + place.scope.ns.seq) : null
    world.store.commit({ t: 'shared', ns: place.scope.ns.id, id: node.id, sharedId, at: world.clock.now(), ids })
  })
}

const idsBelow = (node: TreeNode): string[] => [node.id, ...(node.kind === 'folder' ? [...node.children.values()].flatMap(idsBelow) : [])]

/** Makes a folder, with its missing parents. */
export async function makeDirectory(person: Actor, path: string): Promise<void> {
  await locked(person, () => void makeFolder(person, path, false))
}

/** Brings back a deleted file, or a deleted folder with everything that went with it. */
export async function restorePath(person: Actor, path: string): Promise<void> {
  await locked(person, () => {
    const place = targetOf(person, path)
    const gone = place.scope.ns.past.get(place.lower)?.tombstone
    if (!gone) throw new ControlError(404, `nothing deleted at ${path}`)
    for (const item of goneWith(place.scope.ns, gone)) {
      const { versions } = place.scope.ns.past.get(item.lower) ?? { versions: [] }
      if (item.kind === 'file') restoreAt(person, item.display, versions.at(-1)?.rev ?? '')
      else if (!targetOf(person, item.display).node) makeFolder(person, item.display, false)
    }
  })
}

/** The tombstone and those of everything below that went in the same moment. */
function goneWith(ns: Namespace, top: Tombstone): Tombstone[] {
  const found = [top]
  const from = ns.log.findIndex((event) => event.seq === top.seq)
  for (let index = from + 1; index < ns.log.length; index += 1) {
    const { gone } = ns.log[index] as LogEvent
    if (!gone?.implied || !gone.lower.startsWith(`${top.lower}/`)) break
    if (ns.past.get(gone.lower)?.tombstone === gone) found.push(gone)
  }
  return found
}

/** Ends the links of an account with one app, or with all, as the page of connected apps does. */
export function disconnectApps(world: World, account: Account, appKey?: string): void {
  for (const grant of world.state.grants.values()) {
    if (grant.account === account.id && (appKey === undefined || grant.appKey === appKey)) revokeGrant(world, grant.id)
  }
}

async function locked(person: Actor, work: () => unknown): Promise<void> {
  await withWriteLock(person, rootOf(callerOf(person).view).ns, 1, work)
  person.world.store.flush()
}
