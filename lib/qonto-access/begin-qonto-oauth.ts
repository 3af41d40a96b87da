import 'server-only'
import { createHash } from 'node:crypto'
import type { Actor } from '@/lib/auth/actor'
import { keepState } from '@/lib/connections/keep-state'
import { randomToken } from '@/lib/crypto'
import { db } from '@/lib/db'
import { qontoAuthorizeUrl } from '@/lib/qonto/authorize-url'
import { qontoClient } from '@/lib/qonto/oauth-client'

/**
 * Begins a journey to Qonto's page: single-use state, bound to this browser session, member and organization, and PKCE. A company that is
 * tied already is preselected there. @throws AppError `qonto_oauth_unset`.
 */
export async function beginQontoOAuth(actor: Actor): Promise<{ redirectTo: string }> {
  qontoClient()
  const { externalId } = await db().organization.findUniqueOrThrow({ where: { id: actor.organizationId }, select: { externalId: true } })
  const [state, verifier] = [randomToken(), randomToken(48)]
  await keepState(actor, { provider: 'qonto', state, verifier })
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { redirectTo: qontoAuthorizeUrl({ state, challenge, organization: externalId }) }
}
