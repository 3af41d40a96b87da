import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { now } from '@/lib/clock'
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { credentialPlace } from './credential-place'
import { newRowId } from './new-row-id'
import { qontoSource } from './qonto-source'
import type { SourceOrganization } from './source'

const MAX_LENGTH = 200

/**
 * Stores an API key after Qonto has accepted it, and ties this organization to the one that it opens. Nothing is stored
 * otherwise. Safe to repeat.
 * @throws AppError `qonto_credentials_refused` · `qonto_other_organization` when the key opens another organization than the
 *   one whose receipts are here, or one that is tied elsewhere · `bad_input` · `qonto_unreachable`.
 */
export async function saveQontoCredential(actor: Actor, given: { login: string; secret: string }): Promise<{ organization: string }> {
  const [login, secret] = [given.login.trim(), given.secret.trim()]
  const isWellFormed = [login, secret].every((text) => /^[\x21-\x7e]+$/.test(text) && text.length <= MAX_LENGTH) && !login.includes(':')
  if (!isWellFormed) throw new AppError('bad_input', 'login or secret key')
  const found = await qontoSource({ auth: { kind: 'api_key', login, secret } }).organization()
  await db().$transaction(async (tx) => {
    const { organizationId } = actor
    await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR UPDATE`
    const holder = await tx.organization.findUnique({ where: { externalId: found.externalId }, select: { id: true } })
    const own = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, include: { credential: true } })
    if ((holder && holder.id !== organizationId) || !isSame(own.externalId, found)) throw new AppError('qonto_other_organization')
    await tx.organization.update({ where: { id: organizationId }, data: { externalId: found.externalId } })
    const id = own.credential?.id ?? newRowId()
    const fields = { kind: 'api_key', login, secretSealed: seal(secret, credentialPlace(id, organizationId)), state: 'accepted' as const, problem: null, checkedAt: now() }
    await tx.qontoCredential.upsert({ where: { organizationId }, create: { id, organizationId, ...fields }, update: fields })
    await recordAudit(tx, { organizationId, actor, action: 'credential_changed', detail: { login } })
  })
  return { organization: found.name }
}

const isSame = (externalId: string | null, found: SourceOrganization) => externalId === null || externalId === found.externalId
