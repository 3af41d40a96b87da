import { request } from 'undici'
import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError, type ErrorCode } from '@/lib/errors'
import { classifyQontoFailure, retryAfterSeconds } from './errors'
import { qontoClient } from './oauth-client'

/** Bounded, because a row lock is held meanwhile. */
const TIMEOUT_MS = 10_000

const OAuthError = z.object({ error: z.string() })
const Tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive(),
  scope: z.string().default(''),
})

/** `refreshToken` is null when lasting access was not granted, or when Qonto kept the one that was used. */
export type QontoTokens = { accessToken: string; refreshToken: string | null; expiresAt: Date; scopes: string[] }

type Grant = { grant_type: 'authorization_code'; code: string; code_verifier: string; redirect_uri: string } | { grant_type: 'refresh_token'; refresh_token: string }

/**
 * Tokens for a code or for a refresh token; all secrets in the form body. `invalid_grant` becomes the code that the caller names.
 * @throws AppError `qonto_client_refused` when our own app is refused, `qonto_unreachable` or `qonto_rate_limited` for what may pass.
 */
export async function askForTokens(grant: Grant, onInvalidGrant: Extract<ErrorCode, 'qonto_oauth_lost' | 'qonto_reconnect'>): Promise<QontoTokens> {
  const { status, text, retryAfter } = await postForm('/oauth2/token', grant)
  if (status < 200 || status >= 300) throw refusal('token endpoint', { status, text, retryAfter }, onInvalidGrant)
  const reply = Tokens.safeParse(parsed(text))
  if (!reply.success) throw new AppError('qonto_reply_unreadable', 'token endpoint')
  const { access_token, refresh_token, expires_in, scope } = reply.data
  return { accessToken: access_token, refreshToken: refresh_token ?? null, expiresAt: new Date(Date.now() + expires_in * 1000), scopes: scope.split(' ').filter(Boolean) }
}

/**
 * Ends the consent that a token belongs to. Safe to repeat: a token that is gone already is answered like one that has just ended, or with
 * `invalid_grant`; both are the end. A web page is no confirmation, whatever its status.
 * @throws AppError `qonto_client_refused`, or what may pass: until it returns, the consent may still be there.
 */
export async function revokeQontoAccess(token: string): Promise<void> {
  const { status, text, retryAfter } = await postForm('/oauth2/revoke', { token })
  if (status >= 200 && status < 300) {
    if (text.trimStart().startsWith('<')) throw new AppError('qonto_reply_unreadable', 'revocation endpoint')
    return
  }
  const refused = refusal('revocation endpoint', { status, text, retryAfter }, 'qonto_reconnect')
  if (refused.code !== 'qonto_reconnect') throw refused
}

type Answer = { status: number; text: string; retryAfter: number | undefined }

async function postForm(path: string, fields: Record<string, string>): Promise<Answer> {
  const { id, secret } = qontoClient()
  const staging = env().QONTO_STAGING_TOKEN
  try {
    const { statusCode, headers, body } = await request(env().QONTO_OAUTH_URL + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...(staging && { 'X-Qonto-Staging-Token': staging }) },
      body: new URLSearchParams({ ...fields, client_id: id, client_secret: secret }).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: statusCode, text: await body.text(), retryAfter: retryAfterSeconds(headers['retry-after']) }
  } catch (thrown) {
    throw classifyQontoFailure(thrown)
  }
}

function refusal(where: string, { status, text, retryAfter }: Answer, onInvalidGrant: ErrorCode): AppError {
  const name = OAuthError.safeParse(parsed(text)).data?.error
  const detail = `${where}: status ${status}${name ? `, ${name.slice(0, 60)}` : ''}`
  if (status === 429) return new AppError('qonto_rate_limited', detail, { retryAfter })
  if (status >= 500 || name === undefined) return new AppError('qonto_unreachable', detail, { retryAfter })
  return new AppError(name === 'invalid_grant' ? onInvalidGrant : 'qonto_client_refused', detail)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
