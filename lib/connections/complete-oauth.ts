import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { exchangeCode, type Grant } from '@/lib/dropbox/exchange-code'
import { getAccount } from '@/lib/dropbox/get-account'
import { getSpace } from '@/lib/dropbox/get-space'
import { rateGateFor } from '@/lib/dropbox/rate-gate-for'
import { revokeAccess } from '@/lib/dropbox/revoke-access'
import { missingScopes } from '@/lib/dropbox/scopes'
import type { DropboxSession } from '@/lib/dropbox/session'
import { AppError } from '@/lib/errors'
import type { OAuthState } from '@/lib/generated/prisma/client'
import { dropboxApp } from '@/lib/installation/dropbox-app'
import { log } from '@/lib/log'
import type { Purpose } from './begin-oauth'
import { consumeState } from './consume-state'
import { keepDraftGrant } from './keep-draft-grant'
import { redirectUri } from './redirect-uri'
import { renewConnection } from './renew-connection'
import type { LinkedAccount } from './linked-account'
import { verifierOf } from './verifier-of'

export type OAuthReturn = { state?: string; code?: string; error?: string }

/** Access for ourselves only, so that what is refused afterwards leaves no open link behind at Dropbox. */
async function exchange(journey: OAuthState, code: string): Promise<Grant> {
  return exchangeCode(await dropboxApp(), { code, verifier: verifierOf(journey), redirectUri: redirectUri() })
}

async function readAccount(grant: Grant): Promise<LinkedAccount> {
  const lacking = missingScopes(grant.scopes)
  if (lacking.length > 0) throw new AppError('oauth_scope_missing', lacking.join(' '))
  const session: DropboxSession = { accessToken: async () => grant.accessToken, gate: rateGateFor(grant.accountId), signal: AbortSignal.timeout(30_000) }
  const account = await getAccount(session)
  // Dropbox's figures help the person, they decide nothing: without them the wizard goes on.
  const space = await getSpace(session).catch(() => null)
  return { ...account, space }
}

async function give(journey: OAuthState, actor: Actor, grant: Grant): Promise<void> {
  const account = await readAccount(grant)
  if (journey.connectionId) await renewConnection(actor, journey.connectionId, grant, account)
  else await keepDraftGrant(actor, journey.draftId, grant, account)
}

/**
 * Ends the journey to Dropbox's page: the state is consumed first, then the code is exchanged, scopes and account are checked, and the access is kept in
 * the draft or renews the connection. After an error nothing is kept and what was granted is revoked.
 * @throws AppError `oauth_…`, `step_out_of_order`, `not_connected`, or a `dropbox_…` code that may pass.
 */
export async function completeOAuth(actor: Actor, query: OAuthReturn): Promise<{ purpose: Purpose }> {
  const journey = await consumeState(actor, 'dropbox', query.state)
  if (query.error) throw new AppError(query.error === 'access_denied' ? 'oauth_cancelled' : 'oauth_code_refused', 'refused at Dropbox')
  if (!query.code) throw new AppError('oauth_code_refused', 'no code')
  const grant = await exchange(journey, query.code)
  try {
    await give(journey, actor, grant)
  } catch (thrown) {
    await revokeAccess(grant.accessToken).catch(() => log.warn({ organizationId: actor.organizationId }, 'access that was not kept could not be revoked'))
    throw thrown
  }
  return { purpose: journey.connectionId ? 'reconnect' : 'setup' }
}
