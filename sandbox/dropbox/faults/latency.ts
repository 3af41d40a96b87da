import { setTimeout as sleep } from 'node:timers/promises'

export interface LatencySettings {
  per_call_ms?: number
  per_entry_ms?: number
  bandwidth_mbit?: number
}

/** Makes the server as slow as a real one over a real line; all zero (no delay) at the start. */
export class Latency {
  private settings = { per_call_ms: 0, per_entry_ms: 0, bandwidth_mbit: 0 }
  private lineFreeAt = 0

  set(settings: LatencySettings): void {
    this.settings = { per_call_ms: settings.per_call_ms ?? 0, per_entry_ms: settings.per_entry_ms ?? 0, bandwidth_mbit: settings.bandwidth_mbit ?? 0 }
    this.lineFreeAt = 0
  }

  get current(): Required<LatencySettings> {
    return this.settings
  }

  /** The fixed cost of a call. */
  async perCall(): Promise<void> {
    if (this.settings.per_call_ms > 0) await sleep(this.settings.per_call_ms)
  }

  /** The cost of committing entries, paid while the namespace is locked. */
  async perEntries(count: number): Promise<void> {
    const ms = this.settings.per_entry_ms * count
    if (ms > 0) await sleep(ms)
  }

  /** Waits until these bytes have passed the line, which all connections share in both directions. */
  async transfer(bytes: number): Promise<void> {
    if (this.settings.bandwidth_mbit <= 0) return
    const now = performance.now()
    this.lineFreeAt = Math.max(now, this.lineFreeAt) + bytes / (this.settings.bandwidth_mbit * 125)
    const wait = this.lineFreeAt - now
    // Below a few milliseconds timers are too coarse: the debt is carried to the next piece.
    if (wait > 4) await sleep(wait)
  }
}
