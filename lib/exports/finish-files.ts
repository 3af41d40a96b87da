import 'server-only'
import { dropboxSession } from '@/lib/connections/dropbox-session'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { RunRef } from './run-ref'
import { setPhase } from './set-phase'
import { withLease } from './with-lease'
import { writeManifests } from './write-manifests'

/**
 * What is written beside the receipts at the end of a run, where the organization wants it. Receipts come first: trouble with these files ends no run;
 * the next one tries again. @throws AppError when the run itself must stop.
 */
export async function finishFiles(ref: RunRef): Promise<void> {
  const connection = await db().connection.findFirst({ where: { id: ref.connectionId, organizationId: ref.organizationId }, include: { organization: true } })
  if (!connection?.organization.keepManifest || connection.deletionGuard !== null) return
  const { periodKind, organization } = connection
  await setPhase(ref, 'finish')
  await withLease(ref, async (signal) => {
    const session = await dropboxSession(ref.connectionId, { signal })
    await writeManifests(ref, session, { timeZone: organization.timeZone, periodKind }).catch((thrown: unknown) => {
      if (thrown instanceof AppError && (thrown.next === 'reconnect' || thrown.code === 'disconnected' || thrown.code === 'run_superseded')) throw thrown
      log.warn({ connectionId: ref.connectionId, err: thrown }, 'the manifests could not be written')
    })
  })
}
