import type { GetStepTools } from 'inngest'
import { beginRun } from '@/lib/exports/begin-run'
import { failRun } from '@/lib/exports/fail-run'
import { failRunAtWork } from '@/lib/exports/fail-run-at-work'
import { nextQueuedRun } from '@/lib/exports/next-queued-run'
import { refreshSpaceAfter } from '@/lib/exports/refresh-space-after'
import { runFinish } from '@/lib/exports/run-finish'
import { runInventory } from '@/lib/exports/run-inventory'
import { runReconcile } from '@/lib/exports/run-reconcile'
import type { RunRef } from '@/lib/exports/run-ref'
import { runUploadPage } from '@/lib/exports/run-upload-page'
import { isRunEnded } from '@/lib/exports/is-run-ended'
import { now } from '@/lib/clock'
import { AppError, toAppError } from '@/lib/errors'
import { inngest } from '../client'
import { exportRequested, exportSettled } from '../events'
import { exportLimits, LANE_TRIGGERS, type Lane } from '../lanes'

/** One step uploads for at most this long, so that a restart repeats little and the runner sees progress. */
const PAGE = { maxReceipts: 20_000, maxSeconds: 240 }

/** How many runs of one connection are executed one after the other; the sweep finds any further ones. */
const MOST_IN_A_ROW = 20

/** Until then this function has ended for certain, and its singleton is free. */
const SETTLED_MS = 2000

/** One run for one connection: look what is new, see what was deleted, upload page after page, finish. */
export const exportConnection = inngest.createFunction(
  {
    id: 'export-connection',
    triggers: [exportRequested],
    // One at work for a connection and lane. Between the lanes the lock in the connection's row decides.
    singleton: { key: "event.data.connectionId + ':' + event.data.lane", mode: 'skip' },
    concurrency: exportLimits(),
    retries: 4,
    onFailure: async ({ event, step }) => {
      // The event that the run failed on is the one that this function accepts.
      const { lane, ...sentFor } = event.data.event.data as RunRef & { lane: Lane }
      await step.run('record-failure', () => failRunAtWork(sentFor, LANE_TRIGGERS[lane], new AppError('unexpected', event.data.error.name)))
    },
  },
  async ({ event, step }) => {
    const { organizationId, connectionId, lane } = event.data
    const other = lane === 'asked' ? 'planned' : 'asked'
    let runId: string | null = event.data.runId
    // Runs of the lane that were requested meanwhile follow here: an event for one of them is skipped as long as this function is at work.
    for (let turn = 1; runId !== null && turn <= MOST_IN_A_ROW; turn++) {
      if (await execute(step, runId)) return { runId, isWaiting: true }
      runId = await step.run('next', () => nextQueuedRun(organizationId, connectionId, LANE_TRIGGERS[lane]))
    }
    const waiting = await step.run('waiting', () => nextQueuedRun(organizationId, connectionId, LANE_TRIGGERS[other]))
    if (waiting) {
      const follow = exportRequested.create({ runId: waiting, connectionId, organizationId, lane: other }, { id: `export:${waiting}:after:${event.data.runId}` })
      await step.sendEvent('send-waiting', follow)
    }
    // An event that comes between the last look and the end of this function is skipped. Nobody watches the planned ones: the sweep is soon enough for them.
    if (lane === 'asked') await step.sendEvent('settled', exportSettled.create({ organizationId, connectionId }, { ts: now().getTime() + SETTLED_MS }))
    return { runId: event.data.runId }
  },
)

/**
 * One run from begin to finish, in steps. Inngest numbers the steps of the runs that follow. True when the run has to wait for the connection:
 * the run of the other lane that holds it sends this one when it ends, and the sweep does when nobody did.
 */
async function execute(step: GetStepTools<typeof inngest>, runId: string): Promise<boolean> {
  const { ref, isWaiting } = await step.run('begin', () => begin(runId))
  if (!ref) return isWaiting
  let isGoing = await step.run('inventory', () => orEnd(ref, () => runInventory(ref)))
  if (isGoing) isGoing = await step.run('reconcile', () => orEnd(ref, () => runReconcile(ref)))
  for (let page = 1; isGoing; page++) {
    const { remaining } = await step.run(`upload-${page}`, () => uploadPage(ref))
    if (remaining === 0) break
    isGoing = remaining !== null
  }
  if (isGoing) await step.run('finish', () => orEnd(ref, () => runFinish(ref)))
  await step.run('space', () => refreshSpaceAfter(runId))
  return false
}

/** The run, ours to execute; null when it is over, or when another one holds the connection. */
async function begin(runId: string): Promise<{ ref: RunRef | null; isWaiting: boolean }> {
  const ref = await beginRun(runId)
  return { ref, isWaiting: !ref && !(await isRunEnded(runId)) }
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
