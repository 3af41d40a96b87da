import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { openKeyOf } from './open-draft'
import { revokeDraftGrant } from './revoke-draft-grant'

/** Closes the member's open draft, forgets its access and ends it at Dropbox. Safe to repeat. */
export async function abandonDraft(actor: Actor): Promise<void> {
  const { organizationId } = actor
  const draft = await db().setupDraft.findFirst({ where: { openKey: openKeyOf(actor), organizationId } })
  if (!draft) return
  const closed = await db().setupDraft.updateMany({
    where: { id: draft.id, organizationId, openKey: draft.openKey },
    data: { openKey: null, refreshTokenSealed: null, accessTokenSealed: null, accessTokenExpiresAt: null },
  })
  if (closed.count > 0) await revokeDraftGrant(draft)
}
