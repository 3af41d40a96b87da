import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { createFolders } from '@/lib/dropbox/create-folders'
import type { FolderEntry } from '@/lib/dropbox/entry'
import { joinPath, pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { ExportFolder, FolderKind } from '@/lib/generated/prisma/client'
import { folderName } from './folder-name'
import { holdLock } from './hold-lock'
import { inTransaction } from './in-transaction'
import { numberedName } from './numbered-name'
import type { RunRef } from './run-ref'

export type FolderPlace = { id: string; path: string }
type Wanted = { kind: FolderKind; accountId: string | null; period: string | null; name: string; parent: ExportFolder | null }

/** The key that at most one live folder has: `<connection>/<kind>/<account>/<period>`. */
export const liveFolderKey = (connectionId: string, kind: FolderKind, accountId: string | null, period: string | null): string =>
  [connectionId, kind, accountId ?? '-', period ?? '-'].join('/')

/** More tries than accounts can share a label and files can be in the way. */
const MOST_NAMES = 50

/** The live folders of a connection: as recorded, and made in Dropbox where they are missing. Folders are followed by id, wherever the user moved them. */
export class FolderBook {
  readonly #byKey = new Map<string, ExportFolder>()

  private constructor(
    readonly ref: RunRef,
    readonly session: DropboxSession,
    folders: ExportFolder[],
  ) {
    for (const folder of folders) if (folder.liveKey) this.#byKey.set(folder.liveKey, folder)
  }

  static async open(ref: RunRef, session: DropboxSession): Promise<FolderBook> {
    const where = { connectionId: ref.connectionId, organizationId: ref.organizationId, liveKey: { not: null } }
    return new FolderBook(ref, session, await db().exportFolder.findMany({ where }))
  }

  find(kind: FolderKind, accountId: string | null, period: string | null): ExportFolder | undefined {
    return this.#byKey.get(liveFolderKey(this.ref.connectionId, kind, accountId, period))
  }

  /** A live folder by the id of its row. */
  findById(id: string): ExportFolder | undefined {
    for (const folder of this.#byKey.values()) if (folder.id === id) return folder
    return undefined
  }

  folderOf = (accountId: string, period: string): FolderPlace | undefined => this.find('period', accountId, period)

  /** Makes and records the folders of these periods, with the account folders and the root above them. Twice makes nothing more. */
  async ensure(wanted: { accountId: string; label: string; period: string | null }[], rootName: string): Promise<void> {
    if (wanted.length === 0) return
    await this.#make([{ kind: 'root', accountId: null, period: null, name: rootName, parent: null }])
    const root = this.find('root', null, null)
    if (!root) throw new AppError('dropbox_path_conflict', 'root folder')
    const accounts = new Map(wanted.map(({ accountId, label }) => [accountId, label]))
    await this.#make([...accounts].map(([accountId, label]) => ({ kind: 'account', accountId, period: null, name: folderName(label), parent: root })))
    const periods = new Map(wanted.flatMap(({ accountId, period }) => (period ? [[`${accountId}/${period}`, { accountId, period }] as const] : [])))
    await this.#make(
      [...periods.values()].map(({ accountId, period }) => ({ kind: 'period', accountId, period, name: period, parent: this.find('account', accountId, null) ?? null })),
    )
  }

  async #make(wanted: Wanted[]): Promise<void> {
    let open = wanted.filter((w) => !this.find(w.kind, w.accountId, w.period) && (w.kind === 'root' || w.parent))
    for (let number = 1; open.length > 0 && number <= MOST_NAMES; number++) {
      const tries = open.map((w) => ({ wanted: w, path: joinPath(w.parent?.path ?? '', numberedName(w.name, number)) }))
      const held = new Set([...this.#byKey.values()].map((folder) => pathKey(folder.path)))
      const free = tries.filter(({ path }) => !held.has(pathKey(path)) && held.add(pathKey(path)))
      const outcomes = free.length === 0 ? [] : await createFolders(this.session, free.map(({ path }) => path))
      const made = free.flatMap(({ wanted: w }, index) => {
        const outcome = outcomes[index]
        if (outcome && 'error' in outcome && outcome.error.code !== 'dropbox_path_conflict') throw outcome.error
        return outcome && 'entry' in outcome && !this.#isTracked(outcome.entry.id) ? [{ wanted: w, entry: outcome.entry }] : []
      })
      await this.#record(made)
      open = open.filter((w) => !made.some((m) => m.wanted === w))
    }
  }

  #isTracked(dropboxId: string) {
    return [...this.#byKey.values()].some((folder) => folder.dropboxId === dropboxId)
  }

  async #record(made: { wanted: Wanted; entry: FolderEntry }[]): Promise<void> {
    if (made.length === 0) return
    const { connectionId, organizationId } = this.ref
    const rows = made.map(({ wanted: { kind, accountId, period, parent }, entry }) => ({
      organizationId,
      connectionId,
      kind,
      accountId,
      period,
      parentId: parent?.id ?? null,
      name: entry.name,
      liveKey: liveFolderKey(connectionId, kind, accountId, period),
      dropboxId: entry.id,
      path: entry.pathDisplay,
      pathLower: entry.pathLower,
    }))
    const folders = await inTransaction(async (tx) => {
      await holdLock(tx, this.ref)
      await tx.exportFolder.createMany({ data: rows, skipDuplicates: true })
      return tx.exportFolder.findMany({ where: { connectionId, organizationId, liveKey: { in: rows.map((row) => row.liveKey) } } })
    })
    for (const folder of folders) if (folder.liveKey) this.#byKey.set(folder.liveKey, folder)
  }
}
