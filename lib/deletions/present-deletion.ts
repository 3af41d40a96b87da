import type { DeletionEvent } from '@/lib/generated/prisma/client'
import type { DeletionView } from './present'

/** An event as pages see it. */
export function presentDeletion(event: DeletionEvent, canBringBack: boolean): DeletionView {
  return {
    id: event.id,
    // Only record-verdicts, bring-back and answer-guard write this column, with these words.
    kind: event.kind as DeletionView['kind'],
    path: event.path,
    toPath: event.toPath,
    receipts: event.receiptCount,
    decidedAt: event.decidedAt.toISOString(),
    healedAt: event.healedAt?.toISOString() ?? null,
    canBringBack,
  }
}
