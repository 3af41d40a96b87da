import { createHash } from 'node:crypto'
import { randomToken } from '@/lib/crypto'
import { authorizeUrl } from './authorize-url'
import { send } from './transport'

/** `unknown` when Dropbox wants a sign-in first: it then tells only a person who is signed in there. */
export type ConsentPage = 'shown' | 'refused' | 'unknown'

/**
 * Asks for the consent page as a browser would, and goes no further: Dropbox refuses it when the redirect address is not registered for the
 * app, or a scope is not enabled. @throws AppError `dropbox_unreachable`.
 */
export async function checkConsentPage(appKey: string, redirectUri: string, scopes?: readonly string[]): Promise<ConsentPage> {
  const challenge = createHash('sha256').update(randomToken()).digest('base64url')
  const url = authorizeUrl({ appKey, state: randomToken(), challenge, redirectUri, scopes })
  const { status } = await send(url, { method: 'GET', headers: { accept: 'text/html' }, signal: AbortSignal.timeout(10_000) })
  if (status >= 400 && status < 500) return 'refused'
  return status === 200 ? 'shown' : 'unknown'
}
