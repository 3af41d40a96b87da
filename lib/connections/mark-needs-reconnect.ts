import 'server-only'
import { now } from '@/lib/clock'
import { db, type Tx } from '@/lib/db'
import { openReconnectNotice } from './reconnect-notice'

/** active → needs_reconnect, told once. Any other state is left alone. Safe to repeat. */
export async function markNeedsReconnect(connectionId: string, given?: Tx): Promise<void> {
  const mark = async (tx: Tx) => {
    const [marked] = await tx.connection.updateManyAndReturn({
      where: { id: connectionId, state: 'active' },
      data: { state: 'needs_reconnect', problem: 'dropbox_reconnect', problemSince: now(), accessTokenSealed: null, accessTokenExpiresAt: null },
      select: { organizationId: true },
    })
    if (marked) await openReconnectNotice(tx, marked.organizationId, connectionId)
  }
  await (given ? mark(given) : db().$transaction(mark))
}
