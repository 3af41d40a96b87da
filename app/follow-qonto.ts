import { sendExportRequested, sendInventoryRequested } from '@/inngest/request-export'
import type { Actor } from '@/lib/auth/actor'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { requestRun } from '@/lib/exports/request-run'

/** Qonto can be read again: what is new appears on the pages, and a connected Dropbox gets what it is owed without waiting for the night. */
export async function followQonto({ organizationId, name }: Actor): Promise<void> {
  const connection = await findLiveConnection(organizationId)
  if (!connection) return await sendInventoryRequested(organizationId)
  const { runId } = await requestRun({ organizationId, connectionId: connection.id, trigger: 'manual', requestedByName: name })
  await sendExportRequested({ runId, connectionId: connection.id, organizationId })
}
