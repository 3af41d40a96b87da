import 'server-only'
import { open } from '@/lib/crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { credentialPlace } from './credential-place'
import { qontoSource } from './qonto-source'
import type { Source } from './source'

/**
 * The source that an organization has given its credentials for. Keep it for a whole run.
 * @throws AppError `qonto_credentials_missing`.
 */
export async function sourceFor(organizationId: string, options: { signal?: AbortSignal } = {}): Promise<Source> {
  const credential = await db().qontoCredential.findUnique({ where: { organizationId } })
  if (!credential) throw new AppError('qonto_credentials_missing')
  const secret = open(credential.secretSealed, credentialPlace(credential.id, organizationId))
  return qontoSource({ auth: { kind: 'api_key', login: credential.login, secret }, signal: options.signal })
}
