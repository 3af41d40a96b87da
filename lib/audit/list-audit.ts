import 'server-only'
import { db } from '@/lib/db'
import type { AuditAction } from './record-audit'

/** One entry of the audit log as pages see it: ids are left out of `detail`, moments are ISO 8601. */
export type AuditRow = { seq: number; at: string; actorName: string; action: AuditAction; detail: [string, string][]; hash: string }

const MOST = 1000

const isForPeople = ([key, value]: [string, unknown]) => !/(^id|Id)$/.test(key) && value !== null

/** Entries of the organization's chain, newest first, older than `before` (a `seq`) when given; at most 1000. */
export async function listAudit(organizationId: string, options: { before?: number; limit?: number } = {}): Promise<AuditRow[]> {
  const entries = await db().auditEntry.findMany({
    where: { organizationId, ...(options.before && { seq: { lt: options.before } }) },
    orderBy: { seq: 'desc' },
    take: Math.min(options.limit ?? 50, MOST),
  })
  return entries.map(({ seq, at, actorName, action, detail, hash }) => ({
    seq,
    at: at.toISOString(),
    actorName,
    // Only recordAudit writes the column.
    action: action as AuditAction,
    detail: Object.entries(detail as Record<string, unknown>).filter(isForPeople).map(([key, value]) => [key, String(value)]),
    hash,
  }))
}
