import type { DeletionEvent } from '@/lib/generated/prisma/client'
import type { DeletionView, KeptAway } from './present'

/** An event as pages see it. */
export function presentDeletion(event: DeletionEvent, keptAway: KeptAway | null): DeletionView {
  return {
    id: event.id,
    // Only record-verdicts, bring-back and answer-guard write this column, with these words.
    kind: event.kind as DeletionView['kind'],
    path: event.path,
    toPath: event.toPath,
    receipts: event.receiptCount,
    decidedAt: event.decidedAt.toISOString(),
    healedAt: event.healedAt?.toISOString() ?? null,
    canBringBack: keptAway !== null,
    keptAway: keptAway && { count: keptAway.count, first: keptAway.first },
  }
}
