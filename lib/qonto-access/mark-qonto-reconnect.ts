import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'

/** Access by consent has ended: a person must connect Qonto again, and is told once (lib/notices). Safe to repeat. */
export async function markQontoReconnect(tx: Tx, organizationId: string): Promise<void> {
  await tx.qontoCredential.updateMany({
    where: { organizationId, kind: 'oauth' },
    data: { state: 'refused', problem: 'qonto_reconnect', checkedAt: now(), accessTokenSealed: null, accessTokenExpiresAt: null, renewalBegunAt: null },
  })
}
