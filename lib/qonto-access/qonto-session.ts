import 'server-only'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { QontoSession } from '@/lib/qonto/auth'
import { isQontoTokenUsable, qontoAccessToken, type QontoAccessToken } from './qonto-access-token'
import { openSecret } from './sealed-secret'

/**
 * How an organization signs in at Qonto, by its API key or by consent. May be kept for a whole run.
 * @throws AppError `qonto_credentials_missing`, `qonto_reconnect` once a consent has ended.
 */
export async function qontoSession(organizationId: string, options: { signal?: AbortSignal } = {}): Promise<QontoSession> {
  const credential = await db().qontoCredential.findUnique({ where: { organizationId } })
  if (!credential) throw new AppError('qonto_credentials_missing')
  const { signal } = options
  if (credential.kind === 'oauth') {
    if (credential.problem === 'qonto_reconnect') throw new AppError('qonto_reconnect', 'known to have ended')
    return { auth: { kind: 'oauth', accessToken: rememberedToken(organizationId) }, signal }
  }
  if (credential.secretSealed === null) throw new AppError('qonto_credentials_missing')
  return { auth: { kind: 'api_key', login: credential.login, secret: openSecret(credential.secretSealed, 'secretSealed', credential) }, signal }
}

/** Asks the database only when the token in memory is used up. */
function rememberedToken(organizationId: string) {
  let held: QontoAccessToken | undefined
  return async ({ refused }: { refused?: string } = {}): Promise<string> => {
    if (!held || !isQontoTokenUsable(held, refused)) held = await qontoAccessToken(organizationId, { refused })
    return held.accessToken
  }
}
