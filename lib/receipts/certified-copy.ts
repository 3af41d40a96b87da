import 'server-only'
import { db } from '@/lib/db'
import { isErrorCode, type ErrorCode } from '@/lib/errors'

/** Where a receipt's certified copy stands for the live connection. */
export type CertifiedCopy = { state: 'done' | 'owed' | 'tombstoned'; path: string | null; cause: ErrorCode | null }

/** The receipt's certified copy; null where none is wanted, or Qonto has none. Another organization's receipt has none. */
export async function certifiedCopy(organizationId: string, receiptId: string): Promise<CertifiedCopy | null> {
  const copy = await db().export.findFirst({ where: { organizationId, receiptId, kind: 'certified', connection: { liveKey: organizationId } } })
  if (!copy) return null
  return { state: copy.state, path: copy.state === 'done' ? copy.path : null, cause: copy.problem && isErrorCode(copy.problem) ? copy.problem : null }
}
