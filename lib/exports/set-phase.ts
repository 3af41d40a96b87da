import 'server-only'
import { db } from '@/lib/db'
import type { RunView } from './present'
import type { RunRef } from './run-ref'

/** Shows where the run is. */
export async function setPhase(ref: RunRef, phase: NonNullable<RunView['phase']>): Promise<void> {
  await db().run.updateMany({ where: { id: ref.runId, organizationId: ref.organizationId, state: 'running' }, data: { phase } })
}
