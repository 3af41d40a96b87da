import 'server-only'
import { db } from '@/lib/db'
import { renewStatistics } from '@/lib/renew-statistics'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { ensureExports } from './ensure-exports'
import { FULL_TRIGGERS } from './full-triggers'
import type { RunRef } from './run-ref'
import { setPhase } from './set-phase'
import { withLease } from './with-lease'

/**
 * Reads what is new at the source and owes it. Runs that answer to something that happened in Dropbox leave the source alone: a new
 * receipt waits for 23:30 or Sync now.
 */
export async function runInventory(ref: RunRef): Promise<{ newExports: number }> {
  return withLease(ref, async (signal) => {
    const run = await db().run.findFirstOrThrow({ where: { id: ref.runId, organizationId: ref.organizationId } })
    if (!FULL_TRIGGERS.includes(run.trigger)) return { newExports: 0 }
    await setPhase(ref, 'inventory')
    await mirrorInventory(ref.organizationId, { signal })
    const newExports = await ensureExports(ref.connectionId)
    await renewStatistics('exports', newExports)
    return { newExports }
  })
}
