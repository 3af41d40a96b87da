import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { DropboxApp } from './app'
import { callTokenEndpoint } from './token-endpoint'

export type Grant = { accessToken: string; refreshToken: string; expiresAt: Date; scopes: string[]; accountId: string }

const Reply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().default(''),
  account_id: z.string().min(1),
})

/**
 * Tokens for a code that Dropbox sent back; a code works once. @throws AppError `oauth_code_refused` when the code is wrong, old or
 * used, or when no lasting access came with it.
 */
export async function exchangeCode(app: DropboxApp, { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string }): Promise<Grant> {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
  const reply = Reply.safeParse(await callTokenEndpoint(app, fields, 'oauth_code_refused'))
  if (!reply.success) throw new AppError('oauth_code_refused', `reply lacks ${reply.error.issues[0]?.path.join('.') ?? 'a field'}`)
  const { access_token, refresh_token, expires_in, scope, account_id } = reply.data
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: new Date(Date.now() + expires_in * 1000),
    scopes: scope.split(' ').filter(Boolean),
    accountId: account_id,
  }
}
