import { Bandwidth } from './bandwidth'
import { CallLog } from './call-log'
import type { Fault } from './faults'
import { RateLimiter } from './rate-limiter'

export interface Latency {
  per_call_ms: number
  per_entry_ms: number
  /** Shared by all downloads; 0 is unlimited. */
  bandwidth_mbit: number
}

export const noLatency: Latency = { per_call_ms: 0, per_entry_ms: 0, bandwidth_mbit: 0 }

/** The circumstances that a test sets up around the bank: they end with the process and are no part of the books. */
export class Conditions {
  faults: Fault[] = []
  readonly calls = new CallLog()
  readonly rates = new RateLimiter()
  readonly bandwidth = new Bandwidth()
  private current = noLatency

  get latency(): Latency {
    return this.current
  }

  set latency(latency: Latency) {
    this.current = latency
    this.bandwidth.setLimit(latency.bandwidth_mbit)
  }

  reset(): void {
    this.faults = []
    this.calls.clear()
    this.rates.clear()
    this.latency = noLatency
  }
}
