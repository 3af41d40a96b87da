import 'server-only'
import { qontoSession } from '@/lib/qonto-access/qonto-session'
import { qontoSource } from './qonto-source'
import type { Source } from './source'

/**
 * The source that an organization has given its credentials for. Keep it for a whole run.
 * @throws AppError `qonto_credentials_missing`, `qonto_reconnect`.
 */
export async function sourceFor(organizationId: string, options: { signal?: AbortSignal } = {}): Promise<Source> {
  return qontoSource(await qontoSession(organizationId, options))
}
