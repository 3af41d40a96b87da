import { db } from '@/lib/db'
import { refreshAccessToken } from '@/lib/dropbox/refresh-access-token'
import { revokeAccess } from '@/lib/dropbox/revoke-access'
import { AppError, toAppError } from '@/lib/errors'
import { dropboxApp } from '@/lib/installation/dropbox-app'
import { log } from '@/lib/log'
import { openToken } from './sealed-token'

/** Ends one link at Dropbox by its refresh token; one that is gone already is ended. */
async function endLink(refreshToken: string): Promise<void> {
  try {
    const { accessToken } = await refreshAccessToken(await dropboxApp(), refreshToken)
    await revokeAccess(accessToken)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'dropbox_reconnect') throw thrown
  }
}

/**
 * Revokes a disconnected connection's access at Dropbox and forgets the last token; a failure is kept as `revokeState` failed, with the sealed
 * token, for the next try. Safe to repeat. Returns whether the access has ended.
 */
export async function revokeConnection(connectionId: string): Promise<boolean> {
  const connection = await db().connection.findFirst({ where: { id: connectionId, state: 'disconnected' } })
  if (!connection) return false
  const where = { id: connectionId, organizationId: connection.organizationId }
  if (connection.revokeTokenSealed === null) return true
  try {
    await endLink(openToken(connection.revokeTokenSealed, { table: 'Connection', column: 'revokeTokenSealed' }, connection))
    await db().connection.update({ where, data: { revokeState: 'done', revokeTokenSealed: null } })
    return true
  } catch (thrown) {
    log.warn({ connectionId, organizationId: connection.organizationId, cause: toAppError(thrown).code }, 'access could not be revoked at Dropbox')
    await db().connection.update({ where, data: { revokeState: 'failed' } })
    return false
  }
}
