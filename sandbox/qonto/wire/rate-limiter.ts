const SHORT = { ms: 10_000, calls: 1_000 }
const LONG = { ms: 600_000, calls: 10_000 }
const DENIED = { ms: 3_600_000, calls: 200 }

/** Counts in time slots, so that a window costs the same whatever the number of calls. */
class Window {
  private readonly slots = new Map<number, number>()
  private readonly slotMs: number

  constructor(private readonly limit: { ms: number; calls: number }) {
    this.slotMs = limit.ms / 100
  }

  add(now: number): void {
    const slot = Math.floor(now / this.slotMs)
    this.slots.set(slot, (this.slots.get(slot) ?? 0) + 1)
  }

  /** Milliseconds until another call fits, 0 when it fits now. */
  wait(now: number): number {
    const oldest = Math.floor((now - this.limit.ms) / this.slotMs)
    let count = 0
    let first = Number.POSITIVE_INFINITY
    for (const [slot, calls] of this.slots) {
      if (slot <= oldest) this.slots.delete(slot)
      else {
        count += calls
        first = Math.min(first, slot)
      }
    }
    return count < this.limit.calls ? 0 : Math.max(1, (first + 1) * this.slotMs + this.limit.ms - now)
  }
}

/** Qonto's limits per IP address: 1,000 calls in 10 s, 10,000 in 10 minutes, and 200 refused sign-ins in an hour. */
export class RateLimiter {
  private readonly addresses = new Map<string, { short: Window; long: Window; denied: Window }>()

  /** Admits the call and counts it (returns 0), or returns the milliseconds to wait. */
  admit(address: string, now = performance.now()): number {
    const windows = this.windowsOf(address)
    const wait = Math.max(windows.short.wait(now), windows.long.wait(now), windows.denied.wait(now))
    if (wait > 0) return wait
    windows.short.add(now)
    windows.long.add(now)
    return 0
  }

  /** Counts a 401 reply. */
  denied(address: string, now = performance.now()): void {
    this.windowsOf(address).denied.add(now)
  }

  clear(): void {
    this.addresses.clear()
  }

  private windowsOf(address: string) {
    const known = this.addresses.get(address)
    if (known) return known
    const windows = { short: new Window(SHORT), long: new Window(LONG), denied: new Window(DENIED) }
    this.addresses.set(address, windows)
    return windows
  }
}
