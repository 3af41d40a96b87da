import 'server-only'
import { createHash } from 'node:crypto'
import type { Actor } from '@/lib/auth/actor'
import { randomToken } from '@/lib/crypto'
import { db } from '@/lib/db'
import { authorizeUrl } from '@/lib/dropbox/authorize-url'
import { AppError } from '@/lib/errors'
import { dropboxApp } from '@/lib/installation/dropbox-app'
import { keepState } from './keep-state'
import { openDraft } from './open-draft'
import { redirectUri } from './redirect-uri'

export type Purpose = 'setup' | 'reconnect'

async function destinationOf(actor: Actor, purpose: Purpose): Promise<{ draftId?: string; connectionId?: string; chooseAccount: boolean }> {
  const { organizationId } = actor
  const live = await db().connection.findFirst({ where: { liveKey: organizationId, organizationId }, select: { id: true } })
  if (purpose === 'reconnect') {
    if (!live) throw new AppError('not_connected')
    return { connectionId: live.id, chooseAccount: false }
  }
  if (live) throw new AppError('already_connected')
  const draft = await openDraft(actor)
  if (!draft.authenticationName) throw new AppError('step_out_of_order', 'account before name')
  return { draftId: draft.id, chooseAccount: draft.dropboxAccountId !== null }
}

/**
 * Begins a journey to Dropbox's page: single-use state, bound to this browser session, member, organization and draft, and PKCE. A second
 * visit from the same draft lets the person choose another account. @throws AppError `step_out_of_order`, `already_connected`, `not_connected`,
 * `dropbox_app_missing`.
 */
export async function beginOAuth(actor: Actor, { purpose }: { purpose: Purpose }): Promise<{ redirectTo: string }> {
  const { key: appKey } = await dropboxApp()
  const { chooseAccount, ...destination } = await destinationOf(actor, purpose)
  const [state, verifier] = [randomToken(), randomToken(48)]
  await keepState(actor, { provider: 'dropbox', state, verifier, ...destination })
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { redirectTo: authorizeUrl({ appKey, state, challenge, redirectUri: redirectUri(), chooseAccount }) }
}
