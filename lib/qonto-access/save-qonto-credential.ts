import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { getCompany } from '@/lib/qonto/get-company'
import { newRowId } from '@/lib/sources/new-row-id'
import { endConsent } from './end-consent'
import { letGo } from './let-go'
import { sealSecret } from './sealed-secret'
import { tieOrganization } from './tie-organization'

const MAX_LENGTH = 200

/**
 * Stores an API key after Qonto has accepted it, and ties this organization to the one that it opens. Nothing is stored otherwise. A
 * consent that it replaces is ended at Qonto, at once or by `retryQontoRevocations`. Safe to repeat.
 * @throws AppError `qonto_credentials_refused` · `qonto_other_organization` when the key opens another organization than the
 *   one whose receipts are here, or one that is tied elsewhere · `bad_input` · `qonto_unreachable`.
 */
export async function saveQontoCredential(actor: Actor, given: { login: string; secret: string }): Promise<{ organization: string }> {
  const [login, secret] = [given.login.trim(), given.secret.trim()]
  const isWellFormed = [login, secret].every((text) => /^[\x21-\x7e]+$/.test(text) && text.length <= MAX_LENGTH) && !login.includes(':')
  if (!isWellFormed) throw new AppError('bad_input', 'login or secret key')
  const found = await getCompany({ auth: { kind: 'api_key', login, secret } })
  const { organizationId } = actor
  const replaced = await db().$transaction(async (tx) => {
    const known = await tieOrganization(tx, organizationId, found.externalId)
    const left = await letGo(tx, known)
    const id = known?.id ?? newRowId()
    const fields = {
      kind: 'api_key', login, secretSealed: sealSecret(secret, 'secretSealed', { id, organizationId }), state: 'accepted' as const, problem: null, checkedAt: now(),
      refreshTokenSealed: null, accessTokenSealed: null, accessTokenExpiresAt: null, scopes: [], renewedAt: null, renewalBegunAt: null,
    }
    await tx.qontoCredential.upsert({ where: { organizationId }, create: { id, organizationId, ...fields }, update: fields })
    await recordAudit(tx, { organizationId, actor, action: 'credential_changed', detail: { login } })
    return left
  })
  if (replaced) await endConsent(replaced)
  return { organization: found.name }
}
