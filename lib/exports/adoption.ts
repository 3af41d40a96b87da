import 'server-only'
import type { FileEntry } from '@/lib/dropbox/entry'
import { listFolderPages } from '@/lib/dropbox/list-folder-pages'
import { pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import type { FolderBook } from './folder-book'
import type { Remote, RemoteFile } from './plan-export'
import type { OwedRow } from './read-owed'

/**
 * Looks up what is already in Dropbox of receipts whose content hash is known: from an earlier connection (the whole tree is listed once), or
 * because a run died between commit and record (the folders concerned are listed).
 */
export class Adoption {
  readonly #remote: Remote = { byId: new Map(), byKey: new Map() }
  readonly #listed = new Set<string>()

  constructor(
    private readonly session: DropboxSession,
    private readonly folders: FolderBook,
  ) {}

  /** The listing that decides about these rows, or null when none of them can be there already. */
  async remoteFor(rows: OwedRow[]): Promise<Remote | null> {
    const known = rows.filter((row) => row.knownHash !== null && row.owedReason === 'new')
    if (known.length === 0) return null
    const root = this.folders.find('root', null, null)
    if (root && known.some((row) => row.knownId !== null)) await this.#list(root.path, true)
    else {
      const parents = new Set(known.flatMap(({ plannedPath }) => (plannedPath ? [plannedPath.slice(0, plannedPath.lastIndexOf('/'))] : [])))
      for (const parent of parents) await this.#list(parent, false)
    }
    return this.#remote
  }

  async #list(path: string, recursive: boolean): Promise<void> {
    if (this.#listed.has(`${path}/**`) || this.#listed.has(path)) return
    this.#listed.add(recursive ? `${path}/**` : path)
    try {
      for await (const page of listFolderPages(this.session, { path, recursive })) {
        for (const entry of page.entries) if (entry.kind === 'file') this.#add(entry)
      }
    } catch (thrown) {
      // A folder that is not there, or a file in its place, holds nothing to adopt.
      if (!(thrown instanceof AppError) || (thrown.code !== 'dropbox_not_found' && thrown.code !== 'dropbox_path_conflict')) throw thrown
    }
  }

  #add({ id, pathDisplay, rev, size, contentHash }: FileEntry): void {
    const file: RemoteFile = { id, path: pathDisplay, rev, size, contentHash }
    this.#remote.byId.set(id, file)
    this.#remote.byKey.set(pathKey(pathDisplay), file)
  }
}
