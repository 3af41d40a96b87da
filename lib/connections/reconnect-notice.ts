import { now } from '@/lib/clock'
import type { Tx } from '@/lib/db'

const CAUSE = 'dropbox_reconnect'
const openKeyOf = (organizationId: string) => `${organizationId}:${CAUSE}`

/** Opens the notice that access must be renewed; while it is open, nothing more is said. */
export async function openReconnectNotice(tx: Tx, organizationId: string, connectionId: string): Promise<void> {
  const notice = { organizationId, cause: CAUSE, detail: { connectionId }, openedAt: now(), openKey: openKeyOf(organizationId) }
  await tx.notice.createMany({ data: [notice], skipDuplicates: true })
}

/** Closes it, when it is open. */
export async function closeReconnectNotice(tx: Tx, organizationId: string): Promise<void> {
  await tx.notice.updateMany({ where: { organizationId, openKey: openKeyOf(organizationId) }, data: { closedAt: now(), openKey: null } })
}
