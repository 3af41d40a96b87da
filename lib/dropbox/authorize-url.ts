import { env } from '@/lib/env'
import { SCOPES } from './scopes'

/**
 * The address of Dropbox's consent page: code flow with PKCE S256, offline access, our three scopes. `chooseAccount` makes Dropbox ask for a
 * sign-in again, so that another account can be taken. Built here because the SDK does not encode its parameters.
 */
export function authorizeUrl(journey: { appKey: string; state: string; challenge: string; redirectUri: string; chooseAccount?: boolean; scopes?: readonly string[] }): string {
  const parameters = new URLSearchParams({
    client_id: journey.appKey,
    response_type: 'code',
    redirect_uri: journey.redirectUri,
    state: journey.state,
    token_access_type: 'offline',
    scope: (journey.scopes ?? SCOPES).join(' '),
    code_challenge: journey.challenge,
    code_challenge_method: 'S256',
    force_reapprove: 'true',
    ...(journey.chooseAccount && { force_reauthentication: 'true' }),
  })
  return `${env().DROPBOX_WEB_URL}/oauth2/authorize?${parameters}`
}
