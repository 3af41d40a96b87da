import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { DropboxApp } from './app'
import { callTokenEndpoint } from './token-endpoint'

const Reply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/**
 * A new access token. The refresh token stays the same: Dropbox does not send it again. @throws AppError `dropbox_reconnect` when the link
 * has been ended at Dropbox; everything else may pass or needs our operator.
 */
export async function refreshAccessToken(app: DropboxApp, refreshToken: string): Promise<{ accessToken: string; expiresAt: Date }> {
  const reply = Reply.safeParse(await callTokenEndpoint(app, { grant_type: 'refresh_token', refresh_token: refreshToken }, 'dropbox_reconnect'))
  if (!reply.success) throw new AppError('dropbox_unreachable', 'unreadable reply of the token endpoint')
  return { accessToken: reply.data.access_token, expiresAt: new Date(Date.now() + reply.data.expires_in * 1000) }
}
