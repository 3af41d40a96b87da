import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { openKeyOf } from './open-draft'

/** True when the member has entered something in the wizard and neither finished nor left it. */
export async function hasBegunSetup(actor: Actor): Promise<boolean> {
  const where = { openKey: openKeyOf(actor), organizationId: actor.organizationId, authenticationName: { not: null } }
  return (await db().setupDraft.count({ where })) > 0
}
