import canonicalize from 'canonicalize'
import { now } from '@/lib/clock'
import { sha256 } from '@/lib/crypto'
import type { Tx } from '@/lib/db'

/** What the audit log knows of an act. `detail` holds ids, counts and names, never a secret. */
export type AuditAct = {
  organizationId: string
  actor: { userId?: string; name: string }
  action: AuditAction
  detail: Record<string, string | number | boolean | null>
}

export type AuditAction =
  | 'sign_in'
  | 'connect'
  | 'reconnect'
  | 'disconnect'
  | 'settings_changed'
  | 'credential_changed'
  | 'credential_removed'
  | 'installation_changed'
  | 'member_added'
  | 'member_removed'
  | 'role_changed'
  | 'receipt_added'
  | 'deletion_decided'
  | 'guard_answered'
  | 'brought_back'
  | 'verify_mismatch'
  | 'retry_requested'
  | 'refile_requested'
  | 'refiled'

/**
 * Appends to the organization's hash chain, inside the caller's transaction, so that an act and its entry stand or fall
 * together. Two appends at once wait for each other (transaction-scoped advisory lock). What it follows is the newest entry there ever
 * was (`AuditHead`, kept by a trigger): entries cut off at the end leave a gap that nothing written later closes.
 */
export async function recordAudit(tx: Tx, act: AuditAct): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${act.organizationId}`}, 0))`
  const previous = await tx.auditHead.findUnique({ where: { organizationId: act.organizationId } })
  const entry = {
    organizationId: act.organizationId,
    seq: (previous?.seq ?? 0) + 1,
    at: now(),
    actorUserId: act.actor.userId ?? null,
    actorName: act.actor.name,
    action: act.action,
    detail: act.detail,
    previousHash: previous?.hash ?? '',
  }
  await tx.auditEntry.create({ data: { ...entry, hash: chainHash(entry) } })
}

/** Hash of one entry and, through `previousHash`, of everything before it. */
export function chainHash(entry: { organizationId: string; seq: number; at: Date; actorUserId: string | null; actorName: string; action: string; detail: unknown; previousHash: string }): string {
  const { organizationId, seq, actorUserId, actorName, action, detail, previousHash } = entry
  return sha256(canonicalize({ organizationId, seq, at: entry.at.toISOString(), actorUserId, actorName, action, detail, previousHash }) ?? '')
}
