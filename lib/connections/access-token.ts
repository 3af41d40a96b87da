import 'server-only'
import { db, type Tx } from '@/lib/db'
import { refreshAccessToken } from '@/lib/dropbox/refresh-access-token'
import { AppError } from '@/lib/errors'
import { dropboxApp } from '@/lib/installation/dropbox-app'
import { markNeedsReconnect } from './mark-needs-reconnect'
import { openToken, sealToken } from './sealed-token'

export type AccessToken = { accessToken: string; expiresAt: Date }

/** A token that ends sooner is renewed: a call that begins now must still be accepted. */
const EARLY_MS = 5 * 60_000
/** Bound of the whole exchange under the row lock: the token endpoint's own time-out and some air. */
const TRANSACTION = { timeout: 20_000, maxWait: 20_000 }

/** True while a call that begins now can use it, and Dropbox has not just refused it. */
export const isUsable = (token: AccessToken, refused?: string): boolean => token.accessToken !== refused && token.expiresAt.getTime() - Date.now() > EARLY_MS

async function lockConnection(tx: Tx, connectionId: string) {
  await tx.$queryRaw`SELECT id FROM "Connection" WHERE id = ${connectionId} FOR UPDATE`
  const connection = await tx.connection.findUnique({ where: { id: connectionId } })
  if (!connection?.refreshTokenSealed || connection.state === 'disconnected') throw new AppError('disconnected', connectionId)
  if (connection.state === 'needs_reconnect') throw new AppError('dropbox_reconnect', connectionId)
  return { ...connection, refreshTokenSealed: connection.refreshTokenSealed }
}

/** The token or, where Dropbox has ended the link, the error: the mark that a person must act has to be committed with it. */
async function renewUnderLock(tx: Tx, connectionId: string, refused?: string): Promise<AccessToken | AppError> {
  const table = 'Connection'
  const connection = await lockConnection(tx, connectionId)
  if (connection.accessTokenSealed && connection.accessTokenExpiresAt) {
    const accessToken = openToken(connection.accessTokenSealed, { table, column: 'accessTokenSealed' }, connection)
    const stored = { accessToken, expiresAt: connection.accessTokenExpiresAt }
    if (isUsable(stored, refused)) return stored
  }
  try {
    const fresh = await refreshAccessToken(await dropboxApp(), openToken(connection.refreshTokenSealed, { table, column: 'refreshTokenSealed' }, connection))
    await tx.connection.update({
      where: { id: connectionId, organizationId: connection.organizationId },
      data: { accessTokenSealed: sealToken(fresh.accessToken, { table, column: 'accessTokenSealed' }, connection), accessTokenExpiresAt: fresh.expiresAt },
    })
    return fresh
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'dropbox_reconnect') throw thrown
    await markNeedsReconnect(connectionId, tx)
    return thrown
  }
}

const globals = globalThis as { __tokenFlights?: Map<string, Promise<AccessToken>> }

/**
 * A usable access token of the connection. One refresh is in flight per connection: within the process callers share it, between
 * processes the row lock makes the others find its result. @throws AppError `dropbox_reconnect` (marked and told once), `disconnected`, or what may pass.
 */
export async function accessToken(connectionId: string, refused?: string): Promise<AccessToken> {
  const flights = (globals.__tokenFlights ??= new Map())
  const key = `${connectionId} ${refused ?? ''}`
  const flight =
    flights.get(key) ??
    db()
      .$transaction((tx) => renewUnderLock(tx, connectionId, refused), TRANSACTION)
      .then((outcome) => {
        if (outcome instanceof AppError) throw outcome
        return outcome
      })
      .finally(() => flights.delete(key))
  flights.set(key, flight)
  return flight
}
