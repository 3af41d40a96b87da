import { log } from '@/lib/log'
import { inngest } from './client'
import { exportRequested, inventoryRequested, reconcileRequested, verifyRequested } from './events'

/** A run row, and whose it is. */
export type RequestedRun = { runId: string; connectionId: string; organizationId: string }

/**
 * Asks the job runner to execute run rows that people asked for and that stand in the database. Never throws: an event that could not be sent is
 * found by the sweep, because the row is what counts.
 */
export async function sendExportRequested(...runs: RequestedRun[]): Promise<void> {
  await send(runs.map(({ runId, connectionId, organizationId }) => exportRequested.create({ runId, connectionId, organizationId, lane: 'asked' }, { id: `export:${runId}` })))
}

/** Asks for a comparison of these connections' Dropbox with the ledger. Never throws: the hourly tick follows anyway. */
export async function sendReconcileRequested(...connections: { connectionId: string; organizationId: string }[]): Promise<void> {
  await send(connections.map(({ connectionId, organizationId }) => reconcileRequested.create({ connectionId, organizationId })))
}

/** Asks for a comparison of every file in Dropbox with the ledger. Never throws: a person sees that nothing was verified and asks again. */
export async function sendVerifyRequested(connection: { connectionId: string; organizationId: string }): Promise<void> {
  await send([verifyRequested.create(connection)])
}

/** Asks for a look at what is new in Qonto. Never throws: the hourly tick follows anyway. */
export async function sendInventoryRequested(organizationId: string): Promise<void> {
  await send([inventoryRequested.create({ organizationId })])
}

async function send(events: Parameters<typeof inngest.send>[0] & unknown[]): Promise<void> {
  if (events.length === 0) return
  try {
    await inngest.send(events)
  } catch (error) {
    log.warn({ err: error, events: events.length }, 'events could not be sent; the sweep will find their rows')
  }
}
