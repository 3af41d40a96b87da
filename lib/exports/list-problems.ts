import 'server-only'
import { db } from '@/lib/db'
import { isErrorCode } from '@/lib/errors'
import { certifiedName } from './file-name'
import type { ProblemView } from './present'

/** Owed receipts and certified copies that were tried in vain, those that wait longest first; another organization's connection has none. */
export async function listProblems(organizationId: string, connectionId: string, limit = 100): Promise<ProblemView[]> {
  const rows = await db().export.findMany({
    where: { organizationId, connectionId, state: 'owed', problem: { not: null } },
    orderBy: [{ owedSince: 'asc' }, { id: 'asc' }],
    take: Math.min(limit, 500),
    include: { receipt: { include: { transaction: { select: { counterparty: true } }, account: { select: { label: true } } } } },
  })
  return rows.map((row) => ({
    exportId: row.id,
    receiptId: row.receiptId,
    kind: row.kind,
    fileName: row.fileName ?? (row.kind === 'certified' ? certifiedName(row.receipt.fileName) : row.receipt.fileName),
    counterparty: row.receipt.transaction.counterparty,
    accountLabel: row.receipt.account.label,
    cause: row.problem && isErrorCode(row.problem) ? row.problem : 'unexpected',
    attempts: row.attempts,
    since: row.owedSince.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
  }))
}
