import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessRole } from '@/lib/env'

/** At most `calls` in any `ms` milliseconds. */
export type CallWindow = { calls: number; ms: number }

/** Qonto's limits per IP address (https://docs.qonto.com/get-started/general/rate-limitations). */
export const QONTO_LIMITS: CallWindow[] = [
  { calls: 1_000, ms: 10_000 },
  { calls: 10_000, ms: 600_000 },
]

/** Tenths of the limits. The processes of one installation share an address: pages and background work together stay a tenth below, like one that does all. */
const TENTHS: Record<ProcessRole, number> = { all: 9, background: 8, pages: 1 }

/** What a process may call. */
export const qontoWindows = (role: ProcessRole): CallWindow[] => QONTO_LIMITS.map(({ calls, ms }) => ({ calls: (calls * TENTHS[role]) / 10, ms }))

/** Holds calls back so that no window is ever exceeded, and so that nothing is sent while the other side asked for a pause. */
export class CallLimiter {
  readonly #windows: CallWindow[]
  readonly #clock: () => number
  #taken: number[] = []
  #first = 0
  #pausedUntil = 0

  constructor(windows: CallWindow[], clock: () => number = () => performance.now()) {
    this.#windows = windows
    this.#clock = clock
  }

  /** Resolves when one more call may be sent, and counts it. Rejects when `signal` aborts. */
  async take(signal?: AbortSignal): Promise<void> {
    for (let wait = this.delay(); wait > 0; wait = this.delay()) await sleep(wait, undefined, { signal })
    this.#taken.push(this.#clock())
  }

  /** Nothing is sent for this many seconds: the other side said so. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock() + seconds * 1000)
  }

  /** Milliseconds until the next call may be sent; 0 when it may be sent now. */
  delay(): number {
    const present = this.#clock()
    this.#forget(present)
    const waits = this.#windows.map(({ calls, ms }) => {
      const blocking = this.#taken[this.#taken.length - calls]
      return blocking === undefined || this.#taken.length - calls < this.#first ? 0 : blocking + ms - present
    })
    return Math.max(0, this.#pausedUntil - present, ...waits)
  }

  #forget(present: number): void {
    const longest = Math.max(...this.#windows.map((window) => window.ms))
    while (this.#first < this.#taken.length && (this.#taken[this.#first] ?? 0) <= present - longest) this.#first += 1
    if (this.#first > 5_000) {
      this.#taken = this.#taken.slice(this.#first)
      this.#first = 0
    }
  }
}
