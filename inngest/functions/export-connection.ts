import { RetryAfterError, type GetStepTools } from 'inngest'
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

/** How many runs of one connection are executed one after the other; the sweep finds any further ones. */
const MOST_IN_A_ROW = 20

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
    const { organizationId, connectionId } = event.data
    let runId: string | null = event.data.runId
    // Runs that were requested meanwhile follow here: an event for one of them is skipped as long as this function is at work.
    for (let turn = 1; runId !== null && turn <= MOST_IN_A_ROW; turn++) {
      await execute(step, runId)
      runId = await step.run('next', () => nextQueuedRun(organizationId, connectionId))
    }
    return { runId: event.data.runId }
  },
)

/** One run from begin to finish, in steps. Inngest numbers the steps of the runs that follow. */
async function execute(step: GetStepTools<typeof inngest>, runId: string): Promise<void> {
  const ref = await step.run('begin', () => begin(runId))
  if (!ref) return
  let isGoing = await step.run('inventory', () => orEnd(ref, () => runInventory(ref)))
  if (isGoing) isGoing = await step.run('reconcile', () => orEnd(ref, () => runReconcile(ref)))
  for (let page = 1; isGoing; page++) {
    const { remaining } = await step.run(`upload-${page}`, () => uploadPage(ref))
    if (remaining === 0) break
    isGoing = remaining !== null
  }
  if (isGoing) await step.run('finish', () => orEnd(ref, () => runFinish(ref)))
}

/** The run, ours to execute; null when it is over. While another process seems to execute it, the step waits and asks again. */
async function begin(runId: string): Promise<RunRef | null> {
  const ref = await beginRun(runId)
  if (ref || (await isRunEnded(runId))) return ref
  throw new RetryAfterError('another run holds the connection', '15s')
}

/** Uploads one page; `remaining` is null when trouble has ended the run. */
async function uploadPage(ref: RunRef): Promise<{ remaining: number | null }> {
  let remaining = 0
  const isGoing = await orEnd(ref, async () => {
    remaining = (await runUploadPage(ref, PAGE)).remaining
  })
  return { remaining: isGoing ? remaining : null }
}

/** True when the work got through. Trouble that has a name ends the run with that cause; anything else is thrown, for the runner to repeat. */
async function orEnd(ref: RunRef, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (thrown) {
    if (toAppError(thrown).code === 'unexpected') throw thrown
    await failRun(ref, thrown)
    return false
  }
}
