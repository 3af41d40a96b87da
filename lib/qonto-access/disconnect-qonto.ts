import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { endConsent } from './end-consent'
import { letGo } from './let-go'

/**
 * Forgets how this organization signs in at Qonto; a consent is ended there as well, else its last token is kept sealed for
 * `retryQontoRevocations` and shown. Receipts that are here and in Dropbox stay, and only the same company can be connected again. Returns
 * whether Qonto confirmed the end (a key ends when it is regenerated there). Safe to repeat.
 */
export async function disconnectQonto(actor: Actor): Promise<{ isEnded: boolean }> {
  const { organizationId } = actor
  const gone = await db().$transaction(async (tx) => {
    // A renewal in another process holds this lock: what it stores is what is ended.
    await tx.$queryRaw`SELECT 1 FROM "QontoCredential" WHERE "organizationId" = ${organizationId} FOR UPDATE`
    const known = await tx.qontoCredential.findUnique({ where: { organizationId } })
    if (!known) return null
    const left = await letGo(tx, known)
    await tx.qontoCredential.delete({ where: { organizationId } })
    await recordAudit(tx, { organizationId, actor, action: 'credential_removed', detail: { login: known.login } })
    return left
  })
  return { isEnded: gone === null || (await endConsent(gone)) }
}
