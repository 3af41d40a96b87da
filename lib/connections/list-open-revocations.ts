import 'server-only'
import { db } from '@/lib/db'
import { connectedAppsUrl } from '@/lib/dropbox/folder-url'
import type { OpenRevocation } from './present'

/** Links of this organization that are disconnected here but could not be ended at Dropbox yet; newest first. */
export async function listOpenRevocations(organizationId: string): Promise<OpenRevocation[]> {
  const rows = await db().connection.findMany({
    where: { organizationId, state: 'disconnected', revokeState: 'failed' },
    select: { id: true, dropboxEmail: true },
    orderBy: { disconnectedAt: 'desc' },
  })
  return rows.map(({ id, dropboxEmail }) => ({ connectionId: id, dropboxEmail, appsUrl: connectedAppsUrl() }))
}
