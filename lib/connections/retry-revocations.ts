import 'server-only'
import { db } from '@/lib/db'
import { revokeConnection } from './revoke-connection'

const MOST = 200

/** Tries again to end at Dropbox what a disconnect could not. Safe to repeat and to run twice at once. */
export async function retryRevocations(): Promise<{ done: number; failed: number }> {
  const open = await db().connection.findMany({
    where: { state: 'disconnected', revokeState: { in: ['pending', 'failed'] }, revokeTokenSealed: { not: null } },
    select: { id: true },
    orderBy: { disconnectedAt: 'asc' },
    take: MOST,
  })
  let done = 0
  for (const { id } of open) if (await revokeConnection(id)) done++
  return { done, failed: open.length - done }
}
