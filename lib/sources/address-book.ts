import type { SourceReceipt } from './source'

/** Addresses are valid for 30 minutes; one that is older than this is not used any more. */
const FRESH_MS = 15 * 60_000
const MAX_ENTRIES = 5_000

/** Fresh addresses of receipts, in memory only; the oldest are forgotten first. */
export class AddressBook {
  readonly #entries = new Map<string, { receipt: SourceReceipt; at: number }>()
  readonly #clock: () => number
  readonly #queues = new Map<string, Promise<unknown>>()

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Remembers receipts that came with an address. */
  add(receipts: SourceReceipt[]): void {
    for (const receipt of receipts) {
      if (!receipt.url) continue
      this.#entries.delete(receipt.externalId)
      this.#entries.set(receipt.externalId, { receipt, at: this.#clock() })
    }
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break
      this.#entries.delete(key)
    }
  }

  /** The receipt with an address that is still good, once: whoever takes it uses it. */
  take(externalId: string): SourceReceipt | null {
    const entry = this.#entries.get(externalId)
    if (!entry) return null
    this.#entries.delete(externalId)
    return this.#clock() - entry.at < FRESH_MS ? entry.receipt : null
  }

  /** Runs `work` after whatever runs for the same key, so that several who miss an address at once ask only once. */
  async oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(key) ?? Promise.resolve()).then(work, work)
    this.#queues.set(key, turn)
    return await turn
  }
}
