import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import type { Grant } from '@/lib/dropbox/exchange-code'
import { AppError } from '@/lib/errors'
import { closeReconnectNotice } from './reconnect-notice'
import { accountColumns, type LinkedAccount } from './linked-account'
import { sealToken } from './sealed-token'

/**
 * Gives the live connection new access to the same Dropbox account: it is active again, its exports and history untouched.
 * @throws AppError `oauth_other_account` for any other account (nothing changes), `not_connected` after a disconnect.
 */
export async function renewConnection(actor: Actor, connectionId: string, grant: Grant, account: LinkedAccount): Promise<void> {
  const { organizationId } = actor
  const table = 'Connection'
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Connection" WHERE id = ${connectionId} AND "organizationId" = ${organizationId} FOR UPDATE`
    const connection = await tx.connection.findFirst({ where: { id: connectionId, organizationId, liveKey: organizationId } })
    if (!connection) throw new AppError('not_connected')
    if (connection.dropboxAccountId !== account.accountId) throw new AppError('oauth_other_account')
    const isCured = connection.problem === 'dropbox_reconnect'
    await tx.connection.update({
      where: { id: connectionId, organizationId },
      data: {
        ...accountColumns(account),
        state: 'active',
        scopes: grant.scopes,
        refreshTokenSealed: sealToken(grant.refreshToken, { table, column: 'refreshTokenSealed' }, connection),
        accessTokenSealed: sealToken(grant.accessToken, { table, column: 'accessTokenSealed' }, connection),
        accessTokenExpiresAt: grant.expiresAt,
        ...(isCured && { problem: null, problemSince: null }),
      },
    })
    await closeReconnectNotice(tx, organizationId)
    await recordAudit(tx, {
      organizationId,
      actor: { userId: actor.userId, name: actor.name },
      action: 'reconnect',
      detail: { connectionId, dropboxAccountId: account.accountId, dropboxEmail: account.email },
    })
  })
}
