import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@/lib/errors'

export type RetryPlan = { tries: number; firstDelayMs: number; longestWaitMs: number }

/** Five tries within about fifteen seconds; a longer `Retry-After` than a minute is left to the next run. */
export const QONTO_RETRIES: RetryPlan = { tries: 5, firstDelayMs: 500, longestWaitMs: 60_000 }

/**
 * Repeats `call` while it throws an AppError whose next step is `retry`, with growing, jittered waits that are never
 * shorter than the `Retry-After` of the other side. Anything else, and the last failure, is thrown as it is.
 */
export async function withRetries<T>(call: (attempt: number) => Promise<T>, plan: RetryPlan = QONTO_RETRIES, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(attempt)
    } catch (error) {
      if (!(error instanceof AppError) || error.next !== 'retry' || attempt >= plan.tries) throw error
      const asked = (error.retryAfter ?? 0) * 1000
      if (asked > plan.longestWaitMs) throw error
      const backOff = plan.firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random())
      await sleep(Math.max(asked, Math.min(backOff, plan.longestWaitMs)), undefined, { signal })
    }
  }
}
