import { redirect } from 'next/navigation'
import { isReached, stepHref, type Step } from '@/components/wizard/steps'
import type { Actor } from '@/lib/auth/actor'
import { requirePermission } from '@/lib/auth/require-actor'
import { getOrOpenDraft } from '@/lib/connections/get-or-open-draft'
import type { DraftView } from '@/lib/connections/present'
import { toAppError } from '@/lib/errors'

/** The member's draft, for a step that it has reached: an earlier address than allowed leads to the step that is missing. */
export async function loadStep(step: Step): Promise<{ actor: Actor; draft: DraftView }> {
  const actor = await requirePermission('connection.manage')
  const draft = await openDraftOrNull(actor)
  if (!draft) redirect('/connect/dropbox')
  if (!isReached(step, draft.step)) redirect(stepHref(draft.step))
  return { actor, draft }
}

/** Null while the organization is connected: there is nothing to set up. */
async function openDraftOrNull(actor: Actor): Promise<DraftView | null> {
  try {
    return await getOrOpenDraft(actor)
  } catch (thrown) {
    if (toAppError(thrown).code === 'already_connected') return null
    throw thrown
  }
}
