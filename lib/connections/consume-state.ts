import type { Actor } from '@/lib/auth/actor'
import { sha256 } from '@/lib/crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { OAuthState } from '@/lib/generated/prisma/client'
import type { Provider } from './keep-state'

/**
 * Takes a journey's state out of use, in one statement, before anything is done with it. A state of another browser, member, organization or
 * provider is unknown and stays unused. @throws AppError `oauth_state_unknown` (also when replayed), `oauth_state_expired`.
 */
export async function consumeState(actor: Actor, provider: Provider, state: string | undefined): Promise<OAuthState> {
  if (!state) throw new AppError('oauth_state_unknown', 'missing')
  const { organizationId, userId, sessionId } = actor
  const [journey] = await db().oAuthState.updateManyAndReturn({
    where: { stateHash: sha256(state), provider, consumedAt: null, organizationId, userId, sessionId },
    data: { consumedAt: new Date() },
  })
  if (!journey) throw new AppError('oauth_state_unknown')
  if (journey.expiresAt.getTime() <= Date.now()) throw new AppError('oauth_state_expired')
  return journey
}
