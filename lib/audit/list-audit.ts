import 'server-only'
import { db } from '@/lib/db'
import type { AuditAction } from './record-audit'

/** One entry of the audit log; moments are ISO 8601. With `previousHash` anyone can recompute `hash`. */
export type AuditRow = {
  seq: number
  at: string
  actorUserId: string | null
  actorName: string
  action: AuditAction
  detail: Record<string, string | number | boolean | null>
  previousHash: string
  hash: string
}

type Page = { before?: number; after?: number; limit?: number }

const MOST = 1000

/**
 * Entries of the organization's chain: newest first, older than `before` (a `seq`) when given; or, with `after`, in the chain's order from
 * there on. At most 1000.
 */
export async function listAudit(organizationId: string, { before, after, limit = 50 }: Page = {}): Promise<AuditRow[]> {
  const entries = await db().auditEntry.findMany({
    where: { organizationId, ...(before !== undefined && { seq: { lt: before } }), ...(after !== undefined && { seq: { gt: after } }) },
    orderBy: { seq: after === undefined ? 'desc' : 'asc' },
    take: Math.min(limit, MOST),
  })
  return entries.map(({ seq, at, actorUserId, actorName, action, detail, previousHash, hash }) => ({
    seq, at: at.toISOString(), actorUserId, actorName: actorName ?? '', previousHash, hash,
    // Only recordAudit writes these two columns.
    action: action as AuditAction,
    detail: detail as AuditRow['detail'],
  }))
}
