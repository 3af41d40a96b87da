const MINUTE_MS = 60_000

/** Counts the calls of each link between an app and an account. Real time, whatever the server's clock says: clients wait in real time. */
export class CallRates {
  readonly #begun = new Map<string, number[]>()

  /** Counts a call, also one that is refused. Seconds to wait when it was one too many within a minute, else null. */
  take(link: string, mostInAMinute: number): number | null {
    if (mostInAMinute === 0) return null
    const now = Date.now()
    const begun = (this.#begun.get(link) ?? []).filter((at) => at > now - MINUTE_MS)
    begun.push(now)
    this.#begun.set(link, begun)
    const blocking = begun.at(-1 - mostInAMinute)
    return blocking === undefined ? null : Math.max(1, Math.ceil((blocking + MINUTE_MS - now) / 1000))
  }

  clear(): void {
    this.#begun.clear()
  }
}
