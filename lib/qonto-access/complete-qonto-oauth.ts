import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { consumeState } from '@/lib/connections/consume-state'
import { verifierOf } from '@/lib/connections/verifier-of'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { QontoSession } from '@/lib/qonto/auth'
import { getCompany } from '@/lib/qonto/get-company'
import { getMember } from '@/lib/qonto/get-member'
import { qontoRedirectUri } from '@/lib/qonto/oauth-client'
import { missingQontoScopes } from '@/lib/qonto/oauth-scopes'
import { askForTokens, revokeQontoAccess, type QontoTokens } from '@/lib/qonto/token-endpoint'
import { newRowId } from '@/lib/sources/new-row-id'
import { endConsent } from './end-consent'
import { tokenColumns } from './keep-tokens'
import { lapseOf, letGo } from './let-go'
import { openRevocation, type Revocation } from './open-revocation'
import { tieOrganization } from './tie-organization'

export type QontoReturn = { state?: string; code?: string; error?: string }

/**
 * Ends the journey to Qonto's page: the state is consumed first, then the code is exchanged, scopes and company are checked, and the
 * consent replaces what signed in before: a consent before it is ended at Qonto. After an error nothing is kept and what was granted is ended
 * there. What cannot be ended at once is left to `retryQontoRevocations`.
 * @throws AppError `qonto_oauth_…`, `qonto_scope_missing`, `qonto_other_organization`, or a `qonto_…` code that may pass.
 */
export async function completeQontoOAuth(actor: Actor, query: QontoReturn): Promise<{ organization: string }> {
  const journey = await consumeState(actor, 'qonto', query.state).catch(lost)
  if (query.error) throw new AppError(query.error === 'access_denied' ? 'qonto_oauth_cancelled' : 'qonto_oauth_lost', 'refused at Qonto')
  if (!query.code) throw new AppError('qonto_oauth_lost', 'no code')
  const tokens = await askForTokens(
    { grant_type: 'authorization_code', code: query.code, code_verifier: verifierOf(journey), redirect_uri: qontoRedirectUri() },
    'qonto_oauth_lost',
  )
  const { organization, replaced } = await keep(actor, tokens).catch(async (thrown: unknown) => {
    await giveBack(actor, tokens)
    throw thrown
  })
  if (replaced) await endConsent(replaced)
  return { organization }
}

/** Ends what was granted and not kept; without a database at least now. Never throws. */
async function giveBack({ organizationId, name }: Actor, { refreshToken, accessToken, expiresAt }: QontoTokens): Promise<void> {
  const [token, lapsesAt] = refreshToken ? [refreshToken, lapseOf(new Date())] : [accessToken, expiresAt]
  try {
    await endConsent(await openRevocation(db(), { organizationId, who: name, token, lapsesAt }))
  } catch {
    await revokeQontoAccess(token).catch(() => log.warn({ organizationId }, 'a consent that was not kept could not be ended at Qonto'))
  }
}

/** The words of these two codes are about Dropbox's wizard. */
function lost(thrown: unknown): never {
  const isOurs = thrown instanceof AppError && (thrown.code === 'oauth_state_unknown' || thrown.code === 'oauth_state_expired')
  throw isOurs ? new AppError('qonto_oauth_lost', thrown.code) : thrown
}

async function keep(actor: Actor, tokens: QontoTokens): Promise<{ organization: string; replaced: Revocation | null }> {
  const { organizationId } = actor
  const lacking = tokens.refreshToken ? missingQontoScopes(tokens.scopes) : ['offline_access']
  if (lacking.length > 0) throw new AppError('qonto_scope_missing', lacking.join(' '))
  const session: QontoSession = { auth: { kind: 'oauth', accessToken: async () => tokens.accessToken }, signal: AbortSignal.timeout(30_000) }
  const company = await getCompany(session)
  // Who consented helps people; it decides nothing.
  const member = await getMember(session).catch(() => null)
  const replaced = await db().$transaction(async (tx) => {
    const known = await tieOrganization(tx, organizationId, company.externalId)
    // Qonto knows that one no more. Should ending a consent also end a newer one there, a second visit holds because of this.
    const left = known?.problem === 'qonto_reconnect' ? null : await letGo(tx, known)
    const id = known?.id ?? newRowId()
    const login = member?.name ?? company.name
    const fields = {
      kind: 'oauth', login, secretSealed: null, scopes: tokens.scopes, ...tokenColumns({ id, organizationId }, tokens),
      state: 'accepted' as const, problem: null, checkedAt: now(),
    }
    await tx.qontoCredential.upsert({ where: { organizationId }, create: { id, organizationId, ...fields }, update: fields })
    await recordAudit(tx, { organizationId, actor, action: 'credential_changed', detail: { consentOf: login } })
    return left
  })
  return { organization: company.name, replaced }
}
