import 'server-only'
import { db } from '@/lib/db'
import { failRun } from './fail-run'
import { isRunEnded } from './is-run-ended'
import type { RunTrigger } from './present'
import type { RunRef } from './run-ref'

/**
 * Ends the run that an executor was busy with when it gave up: the one it was sent for or, when that had ended, the one of its triggers that
 * followed and is still marked as running. One that had not begun is left queued: the sweep sends it again.
 */
export async function failRunAtWork(sentFor: RunRef, triggers: readonly RunTrigger[], thrown: unknown): Promise<void> {
  if (!(await isRunEnded(sentFor.runId))) return failRun(sentFor, thrown)
  const { organizationId, connectionId } = sentFor
  const following = await db().run.findFirst({ where: { organizationId, connectionId, state: 'running', trigger: { in: [...triggers] } }, select: { id: true } })
  if (following) await failRun({ ...sentFor, runId: following.id }, thrown)
}
