import type { Actor } from '../http/call'
import { newId } from '../state/new-id'
import type { FolderNode } from '../state/types'
import type { Place } from '../tree/locate'

/** Creates the missing folders on the way to a place and returns the folder its last name belongs in. */
export function makeParents(call: Actor, place: Place): FolderNode {
  const { ns } = place.scope
  let parent = place.parent
  for (const name of place.missing.slice(0, -1)) {
    const id = `id:${newId(22)}`
    call.world.store.commit({ t: 'folder', ns: ns.id, id, parent: parent.id, name, at: call.world.clock.now() })
    parent = ns.nodes.get(id) as FolderNode
  }
  return parent
}
