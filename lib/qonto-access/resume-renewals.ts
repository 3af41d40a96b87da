import 'server-only'
import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { qontoAccessToken } from './qonto-access-token'

/**
 * Repeats at once the renewals that a process had begun and not stored when it died: Qonto takes a used refresh token for 60 seconds more.
 * For the start of the app. Never throws.
 */
export async function resumeRenewals(): Promise<void> {
  try {
    const begun = await db().qontoCredential.findMany({ where: { kind: 'oauth', renewalBegunAt: { not: null }, state: { not: 'refused' } }, select: { organizationId: true } })
    await Promise.all(begun.map(({ organizationId }) => qontoAccessToken(organizationId).catch((thrown: unknown) => log.warn({ organizationId, cause: toAppError(thrown).code }, 'a begun renewal at Qonto was not finished'))))
  } catch (thrown) {
    log.error({ err: thrown }, 'renewals that had begun could not be looked up')
  }
}
