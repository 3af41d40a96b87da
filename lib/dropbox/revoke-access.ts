import { AppError } from '@/lib/errors'
import { dropboxClient } from './client'
import { classifyDropboxError } from './errors'

/** Ends the link at Dropbox: this access token, its refresh token and every other token of the same link. Safe to repeat. */
export async function revokeAccess(accessToken: string): Promise<void> {
  try {
    await dropboxClient(accessToken).authTokenRevoke({ timeout: 5000 })
  } catch (thrown) {
    const error = classifyDropboxError(thrown)
    const isRevokedAlready = error instanceof AppError && error.code === 'dropbox_reconnect'
    if (!isRevokedAlready) throw error
  }
}
