import type { Tx } from '@/lib/db'
import { newRowId } from '@/lib/sources/new-row-id'
import { sealLastToken } from './sealed-secret'

/** The caller tries at once and ends within ten seconds; if it dies, the first tick after this takes over. */
const FIRST_TRY_MS = 2 * 60_000

/** Names one consent that is to be ended. */
export type Revocation = { id: string; organizationId: string }

type Consent = { organizationId: string; who: string; token: string | null; lapsesAt: Date }

/** Writes down that a consent is to be ended at Qonto, in the caller's transaction; the caller then calls `endConsent`, or the tick does. */
export async function openRevocation(tx: Tx, { token, ...consent }: Consent): Promise<Revocation> {
  const row = { id: newRowId(), organizationId: consent.organizationId }
  const tokenSealed = token === null ? null : sealLastToken(token, row)
  await tx.qontoRevocation.create({ data: { ...row, ...consent, tokenSealed, nextTryAt: new Date(Date.now() + FIRST_TRY_MS) } })
  return row
}
