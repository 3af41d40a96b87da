import { RetryAfterError } from 'inngest'
import { beginRun } from '@/lib/exports/begin-run'
import { failRun } from '@/lib/exports/fail-run'
import { nextQueuedRun } from '@/lib/exports/next-queued-run'
import { runFinish } from '@/lib/exports/run-finish'
import { runInventory } from '@/lib/exports/run-inventory'
import { runReconcile } from '@/lib/exports/run-reconcile'
import type { RunRef } from '@/lib/exports/run-ref'
import { runUploadPage } from '@/lib/exports/run-upload-page'
import { isRunEnded } from '@/lib/exports/is-run-ended'
import { AppError, toAppError } from '@/lib/errors'
import { inngest } from '../client'
import { exportRequested } from '../events'

/** One step uploads for at most this long, so that a restart repeats little and the runner sees progress. */
const PAGE = { maxReceipts: 20_000, maxSeconds: 240 }

/** One run for one connection: look what is new, see what was deleted, upload page after page, finish. */
export const exportConnection = inngest.createFunction(
  {
    id: 'export-connection',
    triggers: [exportRequested],
    singleton: { key: 'event.data.connectionId', mode: 'skip' },
    retries: 4,
    onFailure: async ({ event, step }) => {
      const { runId } = event.data.event.data as { runId: string }
      await step.run('record-failure', () => failRun(runId, new AppError('unexpected', event.data.error.name)))
    },
  },
  async ({ event, step }) => {
    const { runId, connectionId, organizationId } = event.data
    const ref = await step.run('begin', () => begin(runId))
    if (ref) {
      const isGoing =
        (await step.run('inventory', () => orEnd(ref, () => runInventory(ref)))) && (await step.run('reconcile', () => orEnd(ref, () => runReconcile(ref))))
      let remaining = isGoing ? 1 : 0
      for (let page = 1; remaining > 0; page++) {
        const left = await step.run(`upload-${page}`, () => orEnd(ref, async () => (await runUploadPage(ref, PAGE)).remaining))
        remaining = typeof left === 'number' ? left : 0
      }
      await step.run('finish', () => orEnd(ref, () => runFinish(ref)))
    }
    const next = await step.run('next', () => nextQueuedRun(organizationId, connectionId))
    if (next) await step.sendEvent('send-next', exportRequested.create({ runId: next, connectionId, organizationId }, { id: `export:${next}:after:${runId}` }))
    return { runId }
  },
)

/** The run, ours to execute; null when it is over. While another process seems to execute it, the step waits and asks again. */
async function begin(runId: string): Promise<RunRef | null> {
  const ref = await beginRun(runId)
  if (ref || (await isRunEnded(runId))) return ref
  throw new RetryAfterError('another run holds the connection', '15s')
}

/** Trouble that has a name ends the run with that cause and answers false; anything else is thrown, for the runner to repeat. */
async function orEnd<T>(ref: RunRef, work: () => Promise<T>): Promise<T | false> {
  try {
    return await work()
  } catch (thrown) {
    if (toAppError(thrown).code === 'unexpected') throw thrown
    await failRun(ref, thrown)
    return false
  }
}
