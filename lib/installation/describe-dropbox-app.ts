import 'server-only'
import { redirectUri } from '@/lib/connections/redirect-uri'
import { SCOPES } from '@/lib/dropbox/scopes'
import { env } from '@/lib/env'
import { findDropboxApp } from './dropbox-app'
import type { DropboxAppView } from './present'

/** The Dropbox app without its secret, and what has to be entered for it at Dropbox. */
export async function describeDropboxApp(): Promise<DropboxAppView> {
  const app = await findDropboxApp()
  return { key: app?.key ?? null, isFixed: Boolean(env().DROPBOX_APP_KEY), redirectUri: redirectUri(), scopes: SCOPES.join(' ') }
}
