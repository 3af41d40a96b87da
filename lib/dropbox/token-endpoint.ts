import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { DropboxApp } from './app'
import { send } from './transport'

/** Bounded, because a row lock may be held meanwhile. */
const TIMEOUT_MS = 10_000

const OAuthError = z.object({ error: z.string() })

/** The OAuth error name of a reply (`invalid_grant`, `invalid_client`, …), or null when there is none. */
function oauthErrorOf(text: string): string | null {
  try {
    return OAuthError.parse(JSON.parse(text)).error
  } catch {
    return null
  }
}

/**
 * One call to Dropbox's token endpoint, secrets in the form body only. `invalid_grant` becomes the code that the caller names.
 * @throws AppError `dropbox_blocked` when our app's own key is refused; `dropbox_unreachable` or `dropbox_rate_limited` for what may pass.
 */
export async function callTokenEndpoint(app: DropboxApp, fields: Record<string, string>, onInvalidGrant: 'oauth_code_refused' | 'dropbox_reconnect'): Promise<unknown> {
  const reply = await send(`${env().DROPBOX_API_URL}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, client_id: app.key, client_secret: app.secret }).toString(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await reply.text()
  if (reply.ok) return parsed(text)
  const name = oauthErrorOf(text)
  if (reply.status === 429) throw new AppError('dropbox_rate_limited', 'token endpoint', { retryAfter: Number(reply.headers.get('retry-after')) || undefined })
  if (reply.status >= 500 || name === null) throw new AppError('dropbox_unreachable', `token endpoint answered ${reply.status}`)
  throw new AppError(name === 'invalid_grant' ? onInvalidGrant : 'dropbox_blocked', `token endpoint: ${name}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('dropbox_unreachable', 'unreadable reply of the token endpoint')
  }
}
