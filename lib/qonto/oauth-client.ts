import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Whether this installation has an app at Qonto, so that signing in there can be offered beside the API key. */
export function hasQontoClient(): boolean {
  const { QONTO_CLIENT_ID, QONTO_CLIENT_SECRET } = env()
  return Boolean(QONTO_CLIENT_ID && QONTO_CLIENT_SECRET)
}

/** The installation's app at Qonto. @throws AppError `qonto_oauth_unset`. */
export function qontoClient(): { id: string; secret: string } {
  const { QONTO_CLIENT_ID: id, QONTO_CLIENT_SECRET: secret } = env()
  if (!id || !secret) throw new AppError('qonto_oauth_unset')
  return { id, secret }
}

/** Where Qonto sends people back to: from configuration, never from a request's Host header. */
export const qontoRedirectUri = (): string => `${env().APP_URL}/api/qonto/callback`
