import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@/lib/errors'

/** Why the session ended, as an error of ours: its reason where that is one, a time-out, or the caller's own end. */
export function endedBy(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason
  if (reason instanceof AppError) return reason
  const isTimeout = reason instanceof DOMException && reason.name === 'TimeoutError'
  return isTimeout ? new AppError('dropbox_unreachable', 'no answer in time') : new AppError('run_superseded', 'aborted')
}

/** Waits `ms`, or throws at once when the signal ends the session. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw endedBy(signal)
  try {
    await delay(ms, undefined, { signal })
  } catch (thrown) {
    throw signal?.aborted ? endedBy(signal) : thrown
  }
}
