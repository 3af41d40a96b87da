import { AppAwayError, callApp } from './call'
import { interpretAnswer, runnerError, type Outcome } from './interpret'
import type { FunctionConfig } from './match'
import type { Owner } from './owner'
import { OwnershipLostError, settle, type Job } from './settle'

const MAX_CRASHES = 20
const APP_AWAY_DELAY_MS = 500

/** Drives one claimed job until its run ends or has to wait. At a stop it returns between two calls. */
export async function drive(owner: Owner, job: Job): Promise<void> {
  for (let next: Job | null = job; next && !owner.isStopping; ) {
    const config = owner.functions.get(next.functionId)
    const rules = { maxAttempts: maxAttempts(config), retryDelays: owner.retryDelays }
    next = await settle(owner.pool, owner.epoch, next, await askApp(owner, next, config), rules)
  }
}

/** Without `retries` a function has four, as on the real server. */
function maxAttempts(config: FunctionConfig | undefined): number {
  return (config?.steps.step.retries?.attempts ?? 4) + 1
}

async function askApp(owner: Owner, job: Job, config: FunctionConfig | undefined): Promise<Outcome> {
  if (job.isSleep) return { kind: 'progress', memos: [{ id: job.stepId, name: job.stepId, state: 'data', value: null }], planned: [], sleeps: [] }
  if (!config) return { kind: 'fail', error: runnerError('function_gone', 'The app no longer has this function.') }
  if (job.crashes >= MAX_CRASHES) return { kind: 'fail', error: runnerError('crashed_repeatedly', `The app stopped ${job.crashes} times in this step.`) }
  const body = await requestBody(owner, job, maxAttempts(config))
  try {
    const answer = await callApp(owner.target, 'POST', { fnId: job.functionId, stepId: job.stepId }, body, { 'x-run-id': job.runId, 'x-inngest-req-version': '2' })
    return interpretAnswer(answer, owner.now())
  } catch (error) {
    if (owner.isAbandoned) throw new OwnershipLostError()
    const isAway = error instanceof AppAwayError
    return {
      kind: 'retry', isCounted: false, isCrash: !isAway, delay: isAway ? APP_AWAY_DELAY_MS : null,
      error: runnerError('app_unreachable', isAway ? 'The app does not answer.' : 'The app stopped answering in the middle of the step.'),
    }
  }
}

async function requestBody(owner: Owner, job: Job, attempts: number): Promise<object> {
  const { rows } = await owner.pool.query<{ id: string; state: 'open' | 'data' | 'error'; value: unknown }>(
    'SELECT id, state, value FROM runner.step WHERE run_id = $1 ORDER BY position', [job.runId])
  const done = rows.filter((step) => step.state !== 'open')
  const event = { ...job.event, user: job.event.user ?? {} }
  return {
    version: 2,
    use_api: false,
    event,
    events: [event],
    steps: Object.fromEntries(done.map(({ id, state, value }) => [id, state === 'data' ? { type: 'data', data: value } : { type: 'error', error: value }])),
    ctx: {
      run_id: job.runId,
      // With these two the SDK runs steps in a row in one call and reports each to /v1/checkpoint as it ends.
      fn_id: job.functionId,
      qi_id: owner.epoch,
      attempt: job.attempt,
      max_attempts: attempts,
      // While steps of the run are open, a step found now is only announced: two at once would not both be remembered.
      disable_immediate_execution: job.stepId === 'step' && done.length < rows.length,
      use_api: false,
      env: 'embedded',
      step_id: job.stepId,
      stack: { stack: done.map((step) => step.id), current: done.length },
    },
  }
}
