import { RateGate } from './rate-gate'

const globals = globalThis as { __dropboxGates?: Map<string, RateGate> }

/**
 * The one gate of this process for a Dropbox account: limits and pauses hold for the account, whichever organization uses it. Beside the background
 * work, which has all the writes, pages only ask now and then: their gate need not be the same.
 */
export function rateGateFor(dropboxAccountId: string): RateGate {
  const gates = (globals.__dropboxGates ??= new Map())
  const gate = gates.get(dropboxAccountId) ?? new RateGate()
  gates.set(dropboxAccountId, gate)
  return gate
}
