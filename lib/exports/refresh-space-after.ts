import 'server-only'
import { refreshSpace } from '@/lib/connections/refresh-space'
import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'

/** Asks Dropbox for the space that is left after a run that uploaded something. Never throws: the page shows the earlier figure with its time. */
export async function refreshSpaceAfter(runId: string): Promise<void> {
  const run = await db().run.findUnique({ where: { id: runId }, select: { connectionId: true, uploadedCount: true } })
  if (!run || run.uploadedCount === 0) return
  await refreshSpace(run.connectionId).catch((thrown: unknown) => log.info({ runId, code: toAppError(thrown).code }, 'the space could not be read after the run'))
}
