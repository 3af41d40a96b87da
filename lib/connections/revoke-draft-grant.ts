import { refreshAccessToken } from '@/lib/dropbox/refresh-access-token'
import { revokeAccess } from '@/lib/dropbox/revoke-access'
import { AppError } from '@/lib/errors'
import type { SetupDraft } from '@/lib/generated/prisma/client'
import { dropboxApp } from '@/lib/installation/dropbox-app'
import { log } from '@/lib/log'
import { openToken } from './sealed-token'

/** Ends at Dropbox the access that a draft held and that nothing uses any more. Never throws: nothing depends on it. */
export async function revokeDraftGrant(draft: SetupDraft): Promise<void> {
  if (!draft.refreshTokenSealed) return
  try {
    const refreshToken = openToken(draft.refreshTokenSealed, { table: 'SetupDraft', column: 'refreshTokenSealed' }, draft)
    const { accessToken } = await refreshAccessToken(await dropboxApp(), refreshToken)
    await revokeAccess(accessToken)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'dropbox_reconnect') return
    log.warn({ draftId: draft.id, organizationId: draft.organizationId }, 'access of a draft could not be revoked')
  }
}
