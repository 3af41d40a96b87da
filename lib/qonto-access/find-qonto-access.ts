import 'server-only'
import { db } from '@/lib/db'
import { isErrorCode } from '@/lib/errors'
import type { QontoAccessView } from './present'

/** How the organization signs in at Qonto, without any secret; null while it does not. */
export async function findQontoAccess(organizationId: string): Promise<QontoAccessView | null> {
  const found = await db().qontoCredential.findUnique({ where: { organizationId }, select: { kind: true, login: true, state: true, problem: true, checkedAt: true } })
  if (!found) return null
  const { kind, login, state, problem, checkedAt } = found
  return {
    kind: kind === 'oauth' ? 'oauth' : 'api_key',
    who: login,
    state,
    problem: problem !== null && isErrorCode(problem) ? problem : null,
    checkedAt: checkedAt?.toISOString() ?? null,
  }
}
