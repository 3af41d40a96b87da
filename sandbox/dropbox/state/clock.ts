/** The server's own time, which tests may set; it runs on from there unless frozen. */
export class Clock {
  private setAt: number | null = null
  private base = 0
  private frozen = false

  /** Milliseconds since the epoch as this server sees them. */
  now(): number {
    if (this.setAt === null) return Date.now()
    return this.frozen ? this.base : this.base + (Date.now() - this.setAt)
  }

  /** Sets the time, or returns to real time with `null`. */
  set(now: number | null, frozen = false): void {
    this.setAt = now === null ? null : Date.now()
    this.base = now ?? 0
    this.frozen = frozen
  }
}
