import 'server-only'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import { inTransaction } from './in-transaction'
import { requestRun } from './request-run'

/**
 * Asks for everything in Dropbox to be re-filed by the settings of today, and for the run that does it. Asked again while it is under way, it begins
 * anew. @throws AppError `not_connected`.
 */
export async function requestRefile(actor: Actor): Promise<{ runId: string; connectionId: string }> {
  const { organizationId } = actor
  const connectionId = await inTransaction(async (tx) => {
    const live = await tx.connection.findUnique({ where: { liveKey: organizationId }, select: { id: true } })
    if (!live) throw new AppError('not_connected')
    await tx.connection.update({ where: { id: live.id }, data: { refileAfter: '', refileMoved: 0, refileLeft: 0 } })
    await recordAudit(tx, { organizationId, actor: { userId: actor.userId, name: actor.name }, action: 'refile_requested', detail: { connectionId: live.id } })
    return live.id
  })
  const { runId } = await requestRun({ organizationId, connectionId, trigger: 'manual', requestedByName: actor.name })
  return { runId, connectionId }
}
