import { toAppError } from '@/lib/errors'
import type { QontoCredential } from '@/lib/generated/prisma/client'
import { log } from '@/lib/log'
import { revokeQontoAccess } from '@/lib/qonto/token-endpoint'
import { openSecret } from './sealed-secret'

/** Ends at Qonto what was consented to, when something was. Returns false when Qonto did not confirm it: the person can end it there. */
export async function endConsent(credential: Pick<QontoCredential, 'id' | 'organizationId' | 'kind' | 'refreshTokenSealed'>): Promise<boolean> {
  if (credential.kind !== 'oauth' || !credential.refreshTokenSealed) return true
  try {
    await revokeQontoAccess(openSecret(credential.refreshTokenSealed, 'refreshTokenSealed', credential))
    return true
  } catch (thrown) {
    log.warn({ organizationId: credential.organizationId, cause: toAppError(thrown).code }, 'access could not be ended at Qonto')
    return false
  }
}
