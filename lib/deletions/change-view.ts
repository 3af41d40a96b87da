import { pathKey } from '@/lib/dropbox/paths'
import type { Entry, FileEntry, FolderEntry } from '@/lib/dropbox/entry'
import type { Standing } from './sight'

type Node = { standing: Standing | null; below: Map<string, Node> }

const newNode = (): Node => ({ standing: null, below: new Map() })

/** Metadata of Dropbox as the rules see it. */
export const standingOf = (entry: FileEntry | FolderEntry): Standing =>
  entry.kind === 'file'
    ? { kind: 'file', id: entry.id, path: entry.pathDisplay, rev: entry.rev, contentHash: entry.contentHash }
    : { kind: 'folder', id: entry.id, path: entry.pathDisplay }

/**
 * What a listing or a set of changes says in the end. Entries are applied in Dropbox's order: a deleted entry removes the path and
 * everything below, a file removes what was below its path, a folder keeps it.
 */
export class ChangeView {
  readonly #top = newNode()
  /** Every path that was reported as deleted, by pathKey, also when something stands there again. */
  readonly gone = new Set<string>()

  apply(entries: Entry[]): this {
    for (const entry of entries) {
      const key = pathKey(entry.pathDisplay || entry.pathLower)
      if (entry.kind === 'deleted') {
        this.gone.add(key)
        this.gone.add(pathKey(entry.pathLower))
        this.#remove(key)
      } else this.#put(key, standingOf(entry))
    }
    return this
  }

  #put(key: string, standing: Standing): void {
    let node = this.#top
    for (const name of key.split('/').slice(1)) {
      const next = node.below.get(name) ?? newNode()
      node.below.set(name, next)
      node = next
    }
    node.standing = standing
    if (standing.kind === 'file') node.below.clear()
  }

  #remove(key: string): void {
    const names = key.split('/').slice(1)
    const last = names.pop()
    let node: Node | undefined = this.#top
    for (const name of names) node = node?.below.get(name)
    if (last !== undefined) node?.below.delete(last)
  }

  /** What stands, top down. */
  *standing(from = this.#top): Generator<Standing, void, void> {
    if (from.standing) yield from.standing
    for (const node of from.below.values()) yield* this.standing(node)
  }
}
