import 'server-only'
import { toAppError } from '@/lib/errors'
import { renewLease } from './renew-lease'
import type { RunRef } from './run-ref'

/** Often enough that a Disconnect is noticed within a second, whoever asked for it. */
const HEARTBEAT_MS = 700

/**
 * Runs `work` while the run's lease is renewed. Its signal ends, with the reason, once the lease is lost; a renewal that fails
 * because the database is away is tried again until the work itself fails. Nothing is renewed any more once it has returned.
 */
export async function withLease<T>(ref: RunRef, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  await renewLease(ref)
  const controller = new AbortController()
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  let beating: Promise<void> = Promise.resolve()
  const beat = async () => {
    await renewLease(ref).catch((thrown: unknown) => {
      const error = toAppError(thrown)
      if (error.code !== 'unexpected') controller.abort(error)
    })
    if (!isOver) schedule()
  }
  const schedule = () => {
    timer = setTimeout(() => (beating = beat()), HEARTBEAT_MS)
  }
  schedule()
  try {
    return await work(controller.signal)
  } finally {
    isOver = true
    clearTimeout(timer)
    await beating
  }
}
