import { env } from '@/lib/env'
import { qontoClient, qontoRedirectUri } from './oauth-client'
import { QONTO_SCOPES } from './oauth-scopes'

/** Only a UUID preselects an organization at Qonto. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The address of Qonto's consent page: code flow with PKCE S256 and our scopes. Qonto's documents do not mention PKCE; the server behind
 * its addresses (Ory Hydra, by its token names) checks it when it is asked to. @throws AppError `qonto_oauth_unset`.
 */
export function qontoAuthorizeUrl(journey: { state: string; challenge: string; organization: string | null }): string {
  const parameters = new URLSearchParams({
    client_id: qontoClient().id,
    redirect_uri: qontoRedirectUri(),
    response_type: 'code',
    scope: QONTO_SCOPES.join(' '),
    state: journey.state,
    code_challenge: journey.challenge,
    code_challenge_method: 'S256',
    ...(journey.organization && UUID.test(journey.organization) && { organization_id: journey.organization }),
  })
  return `${env().QONTO_OAUTH_URL}/oauth2/auth?${parameters}`
}
