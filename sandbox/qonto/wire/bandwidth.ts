import { setTimeout as delay } from 'node:timers/promises'

/** A line of limited speed that all downloads share, first come first served. */
export class Bandwidth {
  private bytesPerMs = 0
  private freeAt = 0

  /** Megabits a second; 0 takes the limit away. */
  setLimit(megabits: number): void {
    this.bytesPerMs = (megabits * 1_000_000) / 8 / 1000
    this.freeAt = 0
  }

  /** Resolves when these bytes have had their turn on the line. */
  async take(bytes: number): Promise<void> {
    if (this.bytesPerMs === 0) return
    const now = performance.now()
    this.freeAt = Math.max(this.freeAt, now) + bytes / this.bytesPerMs
    if (this.freeAt > now) await delay(this.freeAt - now)
  }
}
