import 'server-only'
import { db } from '@/lib/db'
import { revokeDraftGrant } from './revoke-draft-grant'

const DAY_MS = 24 * 60 * 60_000
const MOST = 100

/**
 * Closes drafts that nobody has touched for a day: their access is forgotten and ended at Dropbox, name and start go too. Removes OAuth journeys of
 * the same age. Safe to repeat. Returns how many drafts it closed. Real time: this protects secrets.
 */
export async function sweepDrafts(): Promise<number> {
  const before = new Date(Date.now() - DAY_MS)
  await db().oAuthState.deleteMany({ where: { expiresAt: { lt: before } } })
  const stale = await db().setupDraft.findMany({ where: { openKey: { not: null }, updatedAt: { lt: before } }, take: MOST })
  let closed = 0
  for (const draft of stale) {
    const { count } = await db().setupDraft.updateMany({
      where: { id: draft.id, organizationId: draft.organizationId, openKey: draft.openKey, updatedAt: draft.updatedAt },
      data: { openKey: null, refreshTokenSealed: null, accessTokenSealed: null, accessTokenExpiresAt: null },
    })
    if (count > 0) await revokeDraftGrant(draft)
    closed += count
  }
  return closed
}
