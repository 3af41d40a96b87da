import 'server-only'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { getSpace } from '@/lib/dropbox/get-space'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { RunRef } from './run-ref'

/** Bytes that still fit in the Dropbox, as far as it knows, noted on the connection; null when it names no limit. */
export async function noteSpace(ref: RunRef, session: DropboxSession): Promise<bigint | null> {
  const space = await getSpace(session)
  if (!space) return null
  await db().connection.updateMany({
    where: { id: ref.connectionId, organizationId: ref.organizationId },
    data: { spaceUsed: space.used, spaceAllocated: space.allocated, spaceCheckedAt: now() },
  })
  return space.allocated > space.used ? space.allocated - space.used : 0n
}
