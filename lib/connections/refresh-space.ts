import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { getSpace, type Space } from '@/lib/dropbox/get-space'
import { AppError } from '@/lib/errors'
import { dropboxSession } from './dropbox-session'

/** Asks Dropbox for the account's space and keeps it for the page. Null when Dropbox names no limit. @throws AppError `disconnected`, `dropbox_…`. */
export async function refreshSpace(connectionId: string): Promise<Space | null> {
  const space = await getSpace(await dropboxSession(connectionId))
  const kept = await db().connection.updateMany({
    where: { id: connectionId, state: { not: 'disconnected' } },
    data: { spaceUsed: space?.used ?? null, spaceAllocated: space?.allocated ?? null, spaceCheckedAt: now() },
  })
  if (kept.count === 0) throw new AppError('disconnected', connectionId)
  return space
}
