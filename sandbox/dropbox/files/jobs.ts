import type { Actor } from '../http/call'
import { callerOf } from '../http/call'
import { struct, text, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import { newId } from '../state/new-id'
import { tagged } from './failures'

export const pollArg = struct({ async_job_id: text(/.+/s) })

/** Files the finished work under a job id; callers learn its result by polling. */
export function launchJob(call: Actor, kind: string, result: object): unknown {
  const id = `dbjid:${newId(60)}`
  const { store, switches } = call.world
  store.commit({ t: 'job', job: { id, account: callerOf(call).account.id, kind, result, polls: switches.job_polls } })
  return tagged('async_job_id', id)
}

/** Answers a `…/check` route: `in_progress` as often as the switch `job_polls` says, then `complete`. */
export function checkJob(kind: string): (call: Actor, arg: Infer<typeof pollArg>) => unknown {
  return (call, arg) => {
    const job = call.world.state.jobs.get(arg.async_job_id)
    if (!job || job.kind !== kind || job.account !== callerOf(call).account.id) throw endpointError(tagged('invalid_async_job_id'))
    if (job.polls > 0) {
      job.polls -= 1
      return tagged('in_progress')
    }
    return { '.tag': 'complete', ...(job.result as object) }
  }
}
