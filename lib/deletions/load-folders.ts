import 'server-only'
import { db } from '@/lib/db'
import type { RunRef } from '@/lib/exports/run-ref'
import type { LedgerFolder } from './ledger'

/** Every folder of the connection, deleted ones included, oldest first. */
export async function loadFolders(ref: RunRef): Promise<LedgerFolder[]> {
  const rows = await db().exportFolder.findMany({
    where: { connectionId: ref.connectionId, organizationId: ref.organizationId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, kind, accountId, period, name, dropboxId, path, deletedAt }) => ({
    id, kind, accountId, period, name, dropboxId, path, isLive: deletedAt === null,
  }))
}
