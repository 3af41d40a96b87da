import 'server-only'
import { setTimeout as delay } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { db, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Connection } from '@/lib/generated/prisma/client'
import { abortRuns, callsEnded } from './connection-watch'
import { closeReconnectNotice } from './reconnect-notice'
import { revokeConnection } from './revoke-connection'
import { openToken, sealToken } from './sealed-token'

/** Calls that had begun may finish within their grace (lib/dropbox/call.ts); then nothing of this process is under way. */
const CALLS_MS = 2000
const REVOKE_PAUSES_MS = [0, 300, 900]
/** Another process, such as the background work, notices within this time that the connection is gone, by its poll and the grace. */
const ELSEWHERE_MS = 1500

/** The last token, sealed for revoking alone; null when it cannot be opened any more. */
function tokenToRevoke(connection: Connection): string | null {
  if (!connection.refreshTokenSealed) return null
  try {
    const token = openToken(connection.refreshTokenSealed, { table: 'Connection', column: 'refreshTokenSealed' }, connection)
    return sealToken(token, { table: 'Connection', column: 'revokeTokenSealed' }, connection)
  } catch {
    return null
  }
}

/** Returns whether a run was under way: only runs write to Dropbox. */
async function wipe(tx: Tx, actor: Actor, connection: Connection): Promise<boolean> {
  const where = { id: connection.id, organizationId: actor.organizationId }
  const sealed = tokenToRevoke(connection)
  await tx.connection.update({
    where,
    data: {
      state: 'disconnected',
      liveKey: null,
      disconnectedAt: now(),
      disconnectedByName: actor.name,
      refreshTokenSealed: null,
      accessTokenSealed: null,
      accessTokenExpiresAt: null,
      revokeState: sealed ? 'pending' : 'failed',
      revokeTokenSealed: sealed,
      lockRunId: null,
      lockExpiresAt: null,
      problem: null,
      problemSince: null,
      missingBytes: null,
    },
  })
  const { count: runs } = await tx.run.updateMany({
    where: { connectionId: connection.id, organizationId: actor.organizationId, state: { not: 'ended' } },
    data: { state: 'ended', outcome: 'stopped', problem: 'disconnected', endedAt: now() },
  })
  await closeReconnectNotice(tx, actor.organizationId)
  await recordAudit(tx, {
    organizationId: actor.organizationId,
    actor: { userId: actor.userId, name: actor.name },
    action: 'disconnect',
    detail: { connectionId: connection.id, authenticationName: connection.authenticationName, dropboxEmail: connection.dropboxEmail },
  })
  return runs > 0 || connection.lockRunId !== null
}

async function revokeNow(connectionId: string): Promise<void> {
  for (const pause of REVOKE_PAUSES_MS) {
    await delay(pause)
    if (await revokeConnection(connectionId)) return
  }
}

/**
 * Ends the connection: its runs end, its secrets are wiped, its access is revoked at Dropbox (else kept sealed for retryRevocations and shown).
 * When this returns, no write for it reaches Dropbox any more. Files stay. Safe to repeat. @throws AppError `not_found`.
 */
export async function disconnect(actor: Actor, connectionId: string): Promise<void> {
  const mayBeWriting = await db().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Connection" WHERE id = ${connectionId} AND "organizationId" = ${actor.organizationId} FOR UPDATE`
      const connection = await tx.connection.findFirst({ where: { id: connectionId, organizationId: actor.organizationId } })
      if (!connection) throw new AppError('not_found')
      // Asked again, perhaps while the first is still at it.
      return connection.state === 'disconnected' || (await wipe(tx, actor, connection))
    },
    { timeout: 30_000, maxWait: 10_000 },
  )
  abortRuns(connectionId)
  // A revoked token begins no call, but one that Dropbox has accepted already goes on.
  const endedElsewhere = mayBeWriting ? delay(ELSEWHERE_MS) : undefined
  await callsEnded(connectionId, CALLS_MS)
  await Promise.all([revokeNow(connectionId), endedElsewhere])
}
