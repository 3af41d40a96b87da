import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { revokeQontoAccess } from '@/lib/qonto/token-endpoint'
import type { Revocation } from './open-revocation'
import { openLastToken } from './sealed-secret'

/**
 * Ends one consent at Qonto and forgets its last token; a failure leaves the token where it is, for `retryQontoRevocations`. Safe to repeat, to
 * run twice at once, and to die anywhere in it: what has ended is answered alike. Never throws. Returns whether the consent has ended.
 */
export async function endConsent({ id, organizationId }: Revocation): Promise<boolean> {
  try {
    const row = await db().qontoRevocation.findFirst({ where: { id, organizationId } })
    if (!row) return true
    if (row.tokenSealed === null) return false
    await revokeQontoAccess(openLastToken(row.tokenSealed, row))
    await db().qontoRevocation.deleteMany({ where: { id, organizationId } })
    return true
  } catch (thrown) {
    log.warn({ organizationId, cause: toAppError(thrown).code }, 'access could not be ended at Qonto yet')
    return false
  }
}
