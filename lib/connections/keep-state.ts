import type { Actor } from '@/lib/auth/actor'
import { sha256 } from '@/lib/crypto'
import { db } from '@/lib/db'
import { sealToken } from './sealed-token'

/** How long a person may take on the other side's page. Real time: this protects, it decides nothing about the product. */
const LIFE_MS = 10 * 60_000

export type Provider = 'dropbox' | 'qonto'

type Journey = { provider: Provider; state: string; verifier: string; draftId?: string; connectionId?: string }

/** Writes down a journey that begins now; those of the member that nobody can come back from are forgotten. */
export async function keepState(actor: Actor, { provider, state, verifier, ...destination }: Journey): Promise<void> {
  const { organizationId, userId, sessionId } = actor
  const stateHash = sha256(state)
  await db().oAuthState.deleteMany({ where: { organizationId, userId, expiresAt: { lt: new Date(Date.now() - LIFE_MS) } } })
  await db().oAuthState.create({
    data: {
      stateHash,
      provider,
      organizationId,
      userId,
      sessionId,
      ...destination,
      verifierSealed: sealToken(verifier, { table: 'OAuthState', column: 'verifierSealed' }, { id: stateHash, organizationId }),
      expiresAt: new Date(Date.now() + LIFE_MS),
    },
  })
}
