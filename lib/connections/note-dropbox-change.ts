import 'server-only'
import { db } from '@/lib/db'

/** The live, working connections to these Dropbox accounts, for which the ledger should now be compared. Unknown accounts are ignored. */
export async function noteDropboxChange(dropboxAccountIds: string[]): Promise<{ connectionId: string; organizationId: string }[]> {
  if (dropboxAccountIds.length === 0) return []
  const rows = await db().connection.findMany({
    where: { dropboxAccountId: { in: dropboxAccountIds }, state: 'active', liveKey: { not: null } },
    select: { id: true, organizationId: true },
  })
  return rows.map((row) => ({ connectionId: row.id, organizationId: row.organizationId }))
}
