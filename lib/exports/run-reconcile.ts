import 'server-only'
import { db } from '@/lib/db'
import { reconcileDeletions } from '@/lib/deletions/reconcile-deletions'
import { dropUnwanted } from './drop-unwanted'
import { holdLock } from './hold-lock'
import { inTransaction } from './in-transaction'
import type { RunRef } from './run-ref'
import { setPhase } from './set-phase'
import { withLease } from './with-lease'

/** Decides what people deleted, moved or edited in Dropbox, before anything is uploaded. */
export async function runReconcile(ref: RunRef, reconcile = reconcileDeletions): Promise<void> {
  await withLease(ref, async () => {
    await setPhase(ref, 'reconcile')
    const { returned, tombstoned } = await reconcile(ref)
    // A copy that people deleted after copies were switched off, or whose original now stays away, is not to come back.
    await inTransaction(async (tx) => {
      await holdLock(tx, ref)
      await dropUnwanted(tx, ref.connectionId)
    })
    await db().run.updateMany({
      where: { id: ref.runId, organizationId: ref.organizationId, state: 'running' },
      data: { returnedCount: { increment: returned }, tombstonedCount: { increment: tombstoned } },
    })
  })
}
