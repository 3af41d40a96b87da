import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import type { Grant } from '@/lib/dropbox/exchange-code'
import { AppError } from '@/lib/errors'
import { accountColumns, type LinkedAccount } from './linked-account'
import { openKeyOf } from './open-draft'
import { revokeDraftGrant } from './revoke-draft-grant'
import { sealToken } from './sealed-token'

/** Keeps the linked account in the member's open draft; an account linked before is let go and revoked. @throws AppError `step_out_of_order`. */
export async function keepDraftGrant(actor: Actor, draftId: string | null, grant: Grant, account: LinkedAccount): Promise<void> {
  const { organizationId } = actor
  const draft = await db().setupDraft.findFirst({ where: { id: draftId ?? '', openKey: openKeyOf(actor), organizationId } })
  if (!draft) throw new AppError('step_out_of_order', 'the draft is closed')
  const table = 'SetupDraft'
  const kept = await db().setupDraft.updateMany({
    where: { id: draft.id, organizationId, openKey: draft.openKey },
    data: {
      spaceUsed: null,
      spaceAllocated: null,
      ...accountColumns(account),
      scopes: grant.scopes,
      refreshTokenSealed: sealToken(grant.refreshToken, { table, column: 'refreshTokenSealed' }, draft),
      accessTokenSealed: sealToken(grant.accessToken, { table, column: 'accessTokenSealed' }, draft),
      accessTokenExpiresAt: grant.expiresAt,
    },
  })
  if (kept.count === 0) throw new AppError('step_out_of_order', 'the draft is closed')
  await revokeDraftGrant(draft)
}
