import 'server-only'
import { now } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { FULL_TRIGGERS } from './full-triggers'
import { inTransaction } from './in-transaction'
import type { RunTrigger } from './present'

export type RunRequest = {
  organizationId: string
  connectionId: string
  trigger: RunTrigger
  /** Local date of a daily run, `2026-11-23`. */
  dailyDate?: string
  requestedByName?: string
}

/**
 * A queued run of the connection. One that has not read the inventory yet and will do at least as much is joined (`isNew` false);
 * a daily date and the setup have one run for ever. @throws AppError `not_connected` when the connection is not live.
 */
export async function requestRun(request: RunRequest): Promise<{ runId: string; isNew: boolean }> {
  const { organizationId, connectionId, trigger, dailyDate } = request
  return inTransaction(async (tx) => {
    const live = await tx.$queryRaw<unknown[]>`
      SELECT id FROM "Connection" WHERE id = ${connectionId} AND "organizationId" = ${organizationId} AND state <> 'disconnected' FOR NO KEY UPDATE`
    if (live.length === 0) throw new AppError('not_connected', connectionId)
    const same = trigger === 'setup' ? { trigger } : dailyDate ? { dailyDate } : null
    const once = same && (await tx.run.findFirst({ where: { connectionId, organizationId, ...same } }))
    if (once) return { runId: once.id, isNew: false }
    const open = dailyDate
      ? null
      : await tx.run.findFirst({
          where: {
            connectionId,
            organizationId,
            trigger: { in: joinable(trigger) },
            OR: [{ state: 'queued' }, { state: 'running', phase: null }, { state: 'running', phase: 'inventory' }],
          },
          orderBy: { requestedAt: 'desc' },
        })
    if (open) return { runId: open.id, isNew: false }
    const run = await tx.run.create({
      data: { organizationId, connectionId, trigger, dailyDate, requestedAt: now(), requestedByName: request.requestedByName },
    })
    return { runId: run.id, isNew: true }
  })
}

/** A person who asks does not wait for a run that waits its turn in the night: see inngest/lanes.ts. */
function joinable(trigger: RunTrigger): RunTrigger[] | undefined {
  if (trigger === 'reconcile') return undefined
  return trigger === 'manual' ? ['setup', 'manual'] : FULL_TRIGGERS
}
