import { setTimeout as sleep } from 'node:timers/promises'
import { db, type Tx } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import type { QontoCredential } from '@/lib/generated/prisma/client'
import { log } from '@/lib/log'
import type { QontoTokens } from '@/lib/qonto/token-endpoint'
import { sealSecret } from './sealed-secret'

/** Qonto has retired the token that these replace, so writing them is tried for almost a minute. */
const WAITS_MS = [100, 300, 1_000, 3_000, 10_000, 30_000]

/** The columns of a credential that hold its tokens. */
export function tokenColumns(row: { id: string; organizationId: string }, tokens: QontoTokens) {
  return {
    ...(tokens.refreshToken && { refreshTokenSealed: sealSecret(tokens.refreshToken, 'refreshTokenSealed', row), renewedAt: new Date() }),
    accessTokenSealed: sealSecret(tokens.accessToken, 'accessTokenSealed', row),
    accessTokenExpiresAt: tokens.expiresAt,
    renewalBegunAt: null,
  }
}

/** Stores renewed tokens over exactly those that they replace; what a person connected meanwhile stays, and a change of keys does not matter. */
export async function keepTokens(tx: Tx, before: QontoCredential, tokens: QontoTokens): Promise<void> {
  const { organizationId, kind, renewedAt } = before
  await tx.qontoCredential.updateMany({ where: { organizationId, kind, renewedAt }, data: tokenColumns(before, tokens) })
}

/** The same after the transaction that asked for them was lost: tried again until the database is back. @throws the last failure. */
export async function rescueTokens(before: QontoCredential, tokens: QontoTokens): Promise<void> {
  for (const [index, wait] of WAITS_MS.entries()) {
    await sleep(wait)
    try {
      await keepTokens(db(), before, tokens)
      log.warn({ organizationId: before.organizationId, tries: index + 1 }, 'renewed Qonto tokens were stored late')
      return
    } catch (thrown) {
      log.error({ organizationId: before.organizationId, cause: toAppError(thrown).detail }, 'renewed Qonto tokens are not stored yet')
      if (index === WAITS_MS.length - 1) throw thrown
    }
  }
}
