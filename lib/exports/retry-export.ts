import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { inTransaction } from './in-transaction'
import { requestRun } from './request-run'

/** Asks for a run that tries an owed receipt again, with everything else that is owed. @throws AppError `not_found` unless it is owed here. */
export async function retryExport(actor: Actor, exportId: string): Promise<{ runId: string; connectionId: string; isNew: boolean }> {
  const { organizationId } = actor
  const owed = await db().export.findFirst({ where: { id: exportId, organizationId, state: 'owed', connection: { state: { not: 'disconnected' } } } })
  if (!owed) throw new AppError('not_found', exportId)
  await inTransaction((tx) =>
    recordAudit(tx, { organizationId, actor: { userId: actor.userId, name: actor.name }, action: 'retry_requested', detail: { exportId, receiptId: owed.receiptId } }),
  )
  const { connectionId } = owed
  return { connectionId, ...(await requestRun({ organizationId, connectionId, trigger: 'manual', requestedByName: actor.name })) }
}
