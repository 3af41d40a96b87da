import { eventType } from 'inngest'
import { z } from 'zod'
import { LANES } from './lanes'

/** A run row waits for execution. Ids only: no secret, no bytes. */
export const exportRequested = eventType('export/requested', {
  schema: z.object({ runId: z.string(), connectionId: z.string(), organizationId: z.string(), lane: z.enum(LANES) }),
})

/** The executor of runs that people asked for has ended: whoever asked at that very moment has not been heard. */
export const exportSettled = eventType('export/settled', {
  schema: z.object({ connectionId: z.string(), organizationId: z.string() }),
})

/** The connection's Dropbox should be compared with the ledger: hourly, or after Dropbox's webhook. */
export const reconcileRequested = eventType('reconcile/requested', {
  schema: z.object({ connectionId: z.string(), organizationId: z.string() }),
})

/** Something changed at Qonto, or an hour has passed: read what is new. */
export const inventoryRequested = eventType('inventory/requested', {
  schema: z.object({ organizationId: z.string() }),
})

/** Everything in Dropbox (or `sample` files) should be compared with the ledger by id, size and content hash. */
export const verifyRequested = eventType('verify/requested', {
  schema: z.object({ connectionId: z.string(), organizationId: z.string(), sample: z.number().optional() }),
})
