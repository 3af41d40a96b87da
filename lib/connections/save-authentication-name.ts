import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { authenticationName } from './authentication-name'
import { openDraft } from './open-draft'
import type { DraftView } from './present'
import { toDraftView } from './present-draft'

/** Keeps the name in the draft. @throws AppError `name_missing`, `name_too_long`; `step_out_of_order` without a draft. */
export async function saveAuthenticationName(actor: Actor, name: string): Promise<DraftView> {
  const accepted = authenticationName(name)
  const draft = await openDraft(actor)
  return toDraftView(await db().setupDraft.update({ where: { id: draft.id, organizationId: actor.organizationId }, data: { authenticationName: accepted } }))
}
