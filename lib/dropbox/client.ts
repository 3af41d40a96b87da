import 'server-only'
import { Dropbox } from 'dropbox'
import { env } from '@/lib/env'
import { send, type Sending } from './transport'

export { DropboxResponseError, type Dropbox } from 'dropbox'

/** The SDK always builds https addresses of the real hosts; this puts the configured ones in their place. */
function rewrite(url: string): string {
  const { hostname, pathname, search } = new URL(url)
  const { DROPBOX_API_URL, DROPBOX_CONTENT_URL, DROPBOX_NOTIFY_URL } = env()
  const base = { 'api.dropboxapi.com': DROPBOX_API_URL, 'content.dropboxapi.com': DROPBOX_CONTENT_URL, 'notify.dropboxapi.com': DROPBOX_NOTIFY_URL }[hostname]
  if (!base) throw new Error(`no address is configured for ${hostname}`)
  return `${base}${pathname}${search}`
}

/**
 * The SDK for one access token. It neither refreshes nor retries: callDropbox does. Token calls do not go through it, because it
 * would put secrets into the URL (lib/dropbox/token-endpoint.ts).
 */
export function dropboxClient(accessToken: string): Dropbox {
  return new Dropbox({ accessToken, fetch: (url: string, sending: Sending) => send(rewrite(url), sending) })
}
