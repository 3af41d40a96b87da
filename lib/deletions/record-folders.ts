import 'server-only'
import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'
import { pathKey } from '@/lib/dropbox/paths'
import type { RunRef } from '@/lib/exports/run-ref'
import type { FolderVerdicts } from './decide-folders'
import { placeOf, type LedgerFolder } from './ledger'

const liveKey = (ref: RunRef, folder: LedgerFolder) => `${ref.connectionId}/${placeOf(folder)}`

/** Records what became of the folders: a deleted one gives up its place for good, unless the same folder by id stands again. */
export async function recordFolders(tx: Tx, ref: RunRef, { moved, deleted, revived, successors, liveAfter }: FolderVerdicts): Promise<void> {
  const mine = { connectionId: ref.connectionId, organizationId: ref.organizationId }
  await tx.exportFolder.updateMany({ where: { ...mine, id: { in: deleted.map(({ id }) => id) } }, data: { deletedAt: now(), liveKey: null } })
  for (const { folder, to } of moved) {
    await tx.exportFolder.updateMany({ where: { ...mine, id: folder.id }, data: { path: to, pathLower: pathKey(to) } })
  }
  for (const { folder, path } of revived) {
    const data = { deletedAt: null, liveKey: liveKey(ref, folder), path, pathLower: pathKey(path) }
    await tx.exportFolder.updateMany({ where: { ...mine, id: folder.id }, data })
  }
  for (const { id, of, dropboxId, path } of successors) {
    const { kind, accountId, period, name } = of
    const parentId = liveAfter.get(pathKey(path.slice(0, path.lastIndexOf('/'))))?.id ?? null
    const place = { kind, accountId, period, name, parentId, liveKey: liveKey(ref, of) }
    await tx.exportFolder.create({ data: { ...mine, id, ...place, dropboxId, path, pathLower: pathKey(path) } })
  }
}
