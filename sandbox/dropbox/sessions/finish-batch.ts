import { WriteFailure, tagged } from '../files/failures'
import { withWriteLock } from '../files/write-lock'
import { ENTRY_KINDS } from '../faults/fault-kinds'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { list, struct, type Infer } from '../http/schema'
import { WireError, type Tagged } from '../http/wire-error'
import { launchJob } from '../files/jobs'
import { fileMetadata } from '../tree/metadata'
import { rootOf } from '../tree/view'
import { checkFinishable, commitSession } from './commit-session'
import { finishArg } from './finish'
import { sessionAt } from './session-at'

export const finishBatchArg = struct({ entries: list(finishArg, 1, 1000) })
type Arg = Infer<typeof finishBatchArg>

function entryFault(call: Call): Tagged | null {
  const { account } = callerOf(call)
  const fault = call.world.faults.take(ENTRY_KINDS, call.route.name, [account.id, account.email])
  if (!fault) return null
  if (fault.kind === 'entry_insufficient_space') return tagged('path', tagged('insufficient_space'))
  return tagged(fault.kind === 'entry_internal_error' ? 'internal_error' : 'too_many_write_operations')
}

function failureOf(error: unknown): Tagged {
  if (error instanceof WriteFailure) return tagged('path', error.error)
  if (error instanceof WireError && error.status === 409) return (JSON.parse(error.body) as { error: Tagged }).error
  throw error
}

function finishEntry(call: Call, entry: Arg['entries'][number]): Tagged {
  const fault = entryFault(call)
  if (fault) return { '.tag': 'failure', failure: fault }
  try {
    const session = sessionAt(call, entry.cursor.session_id)
    checkFinishable(session, entry.cursor.offset, true)
    const { place, node } = commitSession(call, session, entry.commit)
    return { '.tag': 'success', ...fileMetadata(place.scope, node, call.world.presentation) }
  } catch (error) {
    return { '.tag': 'failure', failure: failureOf(error) }
  }
}

function orderOf(call: Call, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  return call.world.switches.commit_order === 'shuffled' ? order.sort(() => Math.random() - 0.5) : order
}

/** `upload_session/finish_batch_v2`: answers 200 with one result per entry, in the entries' order, whatever happens to each. */
export async function finishBatch(call: Call, arg: Arg): Promise<{ entries: Tagged[] }> {
  const entries: Tagged[] = new Array<Tagged>(arg.entries.length)
  try {
    await withWriteLock(call, rootOf(callerOf(call).view).ns, arg.entries.length, () => {
      for (const index of orderOf(call, arg.entries.length)) entries[index] = finishEntry(call, arg.entries[index] as Arg['entries'][number])
    })
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error
    entries.fill({ '.tag': 'failure', failure: tagged('too_many_write_operations') })
  }
  return { entries }
}

/** `upload_session/finish_batch`: the same as an asynchronous job. */
export async function finishBatchAsync(call: Call, arg: Arg): Promise<unknown> {
  return launchJob(call, 'finish_batch', await finishBatch(call, arg))
}
