import type { Tx } from '@/lib/db'
import type { QontoCredential } from '@/lib/generated/prisma/client'
import { openRevocation, type Revocation } from './open-revocation'
import { openSecret } from './sealed-secret'

/** What a refresh token lives for when nothing renews it (Qonto's documents). */
const LIFE_MS = 90 * 86_400_000

/** When a refresh token ends by itself. */
export const lapseOf = (issuedAt: Date): Date => new Date(issuedAt.getTime() + LIFE_MS)

/**
 * Keeps the last token of a consent that is being forgotten, for ending it at Qonto, in the transaction that forgets it and holds the
 * credential's lock. Null when there is no consent. A token that no configured key opens is not kept: only a person can end that consent then.
 */
export async function letGo(tx: Tx, credential: QontoCredential | null): Promise<Revocation | null> {
  if (!credential || credential.kind !== 'oauth' || !credential.refreshTokenSealed) return null
  return await openRevocation(tx, {
    organizationId: credential.organizationId,
    who: credential.login,
    token: openedOrNull(credential.refreshTokenSealed, credential),
    lapsesAt: lapseOf(credential.renewedAt ?? new Date()),
  })
}

function openedOrNull(sealed: string, credential: QontoCredential): string | null {
  try {
    return openSecret(sealed, 'refreshTokenSealed', credential)
  } catch {
    return null
  }
}
