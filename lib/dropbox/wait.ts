import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@/lib/errors'

/** Why the session ended, as an error of ours. */
export const endedBy = (signal: AbortSignal): AppError => (signal.reason instanceof AppError ? signal.reason : new AppError('run_superseded', 'aborted'))

/** Waits `ms`, or throws at once when the signal ends the session. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw endedBy(signal)
  try {
    await delay(ms, undefined, { signal })
  } catch (thrown) {
    throw signal?.aborted ? endedBy(signal) : thrown
  }
}
