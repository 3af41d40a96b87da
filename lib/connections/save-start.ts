import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { openDraft } from './open-draft'
import type { DraftView, StartPreset } from './present'
import { toDraftView } from './present-draft'
import { startMoment } from './start-moment'

/** Keeps the start in the draft, once an account is linked. @throws AppError `start_invalid`, `start_in_future`, `step_out_of_order`. */
export async function saveStart(actor: Actor, choice: { preset: StartPreset; startAt?: string }): Promise<DraftView> {
  const draft = await openDraft(actor)
  if (!draft.authenticationName || !draft.refreshTokenSealed) throw new AppError('step_out_of_order', 'start before account')
  const { timeZone } = await db().organization.findUniqueOrThrow({ where: { id: actor.organizationId } })
  const startAt = startMoment(choice, timeZone, now())
  return toDraftView(
    await db().setupDraft.update({ where: { id: draft.id, organizationId: actor.organizationId }, data: { startAt, startPreset: choice.preset } }),
  )
}
