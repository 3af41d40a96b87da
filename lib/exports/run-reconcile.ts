import 'server-only'
import { db } from '@/lib/db'
import { reconcileDeletions } from '@/lib/deletions/reconcile-deletions'
import type { RunRef } from './run-ref'
import { setPhase } from './set-phase'
import { withLease } from './with-lease'

/** Decides what people deleted, moved or edited in Dropbox, before anything is uploaded. */
export async function runReconcile(ref: RunRef, reconcile = reconcileDeletions): Promise<void> {
  await withLease(ref, async () => {
    await setPhase(ref, 'reconcile')
    const { returned, tombstoned } = await reconcile(ref)
    await db().run.updateMany({
      where: { id: ref.runId, organizationId: ref.organizationId, state: 'running' },
      data: { returnedCount: { increment: returned }, tombstonedCount: { increment: tombstoned } },
    })
  })
}
