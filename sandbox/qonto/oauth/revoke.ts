import type { Grant } from '../state/types'
import type { Handler } from '../wire/exchange'
import { readForm } from '../wire/read-body'
import { clientOfForm } from './client-of-form'
import { oauthError } from './oauth-error'

/** `POST /oauth2/revoke`: ends the whole consent that the token belongs to. Unknown tokens are answered with 200 as well (RFC 7009), unless switched. */
export const revokeEndpoint: Handler = async (exchange) => {
  const form = await readForm(exchange.request)
  const client = clientOfForm(exchange, form)
  if (!client) return oauthError(401, 'invalid_client', 'Client authentication failed')
  const { bank } = exchange
  const token = form.get('token') ?? ''
  const known = bank.books.accessTokens.get(token) ?? bank.books.refreshTokens.get(token)
  const grant = known && bank.books.grants.get(known.grantId)
  if (!grant || grant.clientId !== client.clientId || grant.endedAt !== null) {
    return bank.switches.revoke_unknown_status === 400 ? oauthError(400, 'invalid_grant', 'The token is not known') : { status: 200, text: '' }
  }
  const isOfSameMember = (other: Grant) => other.clientId === grant.clientId && other.companyId === grant.companyId && other.memberId === grant.memberId
  const ending = bank.switches.revoke_ends_all_of_member ? [...bank.books.grants.values()].filter((other) => other.endedAt === null && isOfSameMember(other)) : [grant]
  for (const { id } of ending) bank.commit({ op: 'grant-ended', id, at: bank.clock.now() })
  return { status: 200, text: '' }
}
