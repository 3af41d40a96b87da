import { env } from '@/lib/env'

/** Where Dropbox sends people back to: from configuration, never from a request's Host header. */
export const redirectUri = (): string => `${env().APP_URL}/api/dropbox/callback`
