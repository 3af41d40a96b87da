import { AppError, toAppError } from '@/lib/errors'
import { endedBy, wait } from './wait'

/** `commit` takes the account's lock at Dropbox (it changes the tree); `append` only carries bytes; `read` only asks. */
export type CallKind = 'read' | 'append' | 'commit'

export type GateOptions = { start?: number; most?: number; attempts?: number; backOffMs?: number; longestBackOffMs?: number; patienceMs?: number }

type Waiter = { kind: CallKind; enter: () => void }

const DEFAULTS = { start: 4, most: 8, attempts: 10, backOffMs: 400, longestBackOffMs: 15_000, patienceMs: 15 * 60_000 }

/**
 * The traffic of this process to one Dropbox account. Concurrency grows by one after a round of successes, halves when Dropbox refuses and
 * shrinks by one while replies become slow; a refusal pauses every call of the account; one commit runs at a time.
 */
export class RateGate {
  /** Calls begun, by kind, those refused for their rate, and those repeated for any reason. */
  readonly counts = { read: 0, append: 0, commit: 0, refused: 0, repeated: 0 }
  readonly #options: typeof DEFAULTS
  readonly #waiting: Waiter[] = []
  #limit: number
  #active = 0
  #successes = 0
  #reducedAt = 0
  #pausedUntil = 0
  #committing: Promise<void> = Promise.resolve()
  #fastest = Number.POSITIVE_INFINITY
  #usual = 0

  constructor(options: GateOptions = {}) {
    this.#options = { ...DEFAULTS, ...options }
    this.#limit = this.#options.start
  }

  /** How many calls may be under way at once, now. */
  get limit(): number {
    return this.#limit
  }

  /** Milliseconds until calls may begin again; 0 when nothing pauses them. */
  get pausedFor(): number {
    return Math.max(0, this.#pausedUntil - Date.now())
  }

  /**
   * Runs `attempt` when its turn comes, and again after errors that say `retry`, with bounded back-off. It must be safe to repeat.
   * @throws AppError the last error, or the signal's reason at once when that ends the session.
   */
  async call<T>(kind: CallKind, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (kind !== 'commit') return this.#repeat(kind, attempt, signal)
    const before = this.#committing
    const { promise, resolve } = deferred()
    this.#committing = before.then(() => promise)
    try {
      await orEnded(before, signal)
      return await this.#repeat(kind, attempt, signal)
    } finally {
      resolve()
    }
  }

  /** Records a refusal that came inside a successful reply, and pauses the account for `retryAfter` seconds. */
  noteRefusal(retryAfter?: number, begunAt = Date.now()): void {
    this.counts.refused++
    const pause = (retryAfter ?? 0) * 1000
    if (pause > 0) this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + pause + Math.random() * 250)
    if (begunAt < this.#reducedAt) return
    this.#reducedAt = Date.now()
    this.#successes = 0
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
  }

  async #repeat<T>(kind: CallKind, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const giveUpAt = Date.now() + this.#options.patienceMs
    for (let tries = 1; ; tries++) {
      const begunAt = await this.#enter(kind, signal)
      let error: AppError
      try {
        this.counts[kind]++
        const result = await attempt()
        this.#noteSuccess(kind, Date.now() - begunAt)
        return result
      } catch (thrown) {
        error = toAppError(thrown)
      } finally {
        this.#leave()
      }
      if (signal?.aborted) throw endedBy(signal)
      if (error.code === 'dropbox_rate_limited') this.noteRefusal(error.retryAfter, begunAt)
      const pause = this.#backOff(tries, error)
      const isFinal = tries >= this.#options.attempts || Date.now() + Math.max(pause, this.pausedFor) > giveUpAt
      if (!repeatable(error) || isFinal) throw error
      this.counts.repeated++
      await wait(pause, signal)
    }
  }

  #backOff(tries: number, error: AppError): number {
    const bound = Math.min(this.#options.longestBackOffMs, this.#options.backOffMs * 2 ** (tries - 1))
    return Math.max((error.retryAfter ?? 0) * 1000, bound / 2) + Math.random() * (bound / 2)
  }

  /** Resolves to the moment at which the call holds a place and nothing pauses the account. */
  async #enter(kind: CallKind, signal?: AbortSignal): Promise<number> {
    for (;;) {
      if (signal?.aborted) throw endedBy(signal)
      if (this.pausedFor > 0) await wait(this.pausedFor, signal)
      else if (this.#active < this.#limit) {
        this.#active++
        return Date.now()
      } else await this.#turn(kind, signal)
    }
  }

  async #turn(kind: CallKind, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = deferred()
    const waiter: Waiter = { kind, enter: resolve }
    // A commit frees what many appends wait for: it goes first.
    if (kind === 'commit') this.#waiting.unshift(waiter)
    else this.#waiting.push(waiter)
    try {
      await orEnded(promise, signal)
    } catch (thrown) {
      const place = this.#waiting.indexOf(waiter)
      if (place >= 0) this.#waiting.splice(place, 1)
      else this.#waiting.shift()?.enter()
      throw thrown
    }
  }

  #leave(): void {
    this.#active--
    for (let free = this.#limit - this.#active; free > 0 && this.#waiting.length > 0; free--) this.#waiting.shift()?.enter()
  }

  #noteSuccess(kind: CallKind, milliseconds: number): void {
    if (kind === 'append') {
      this.#fastest = Math.min(this.#fastest * 1.01, Math.max(1, milliseconds))
      this.#usual = this.#usual === 0 ? milliseconds : this.#usual * 0.8 + milliseconds * 0.2
    }
    if (++this.#successes < this.#limit) return
    this.#successes = 0
    const isSlow = this.#usual > 500 && this.#usual > this.#fastest * 4
    this.#limit = isSlow ? Math.max(2, this.#limit - 1) : Math.min(this.#options.most, this.#limit + 1)
  }
}

const repeatable = (error: AppError) => error.next === 'retry' && (error.code === 'dropbox_rate_limited' || error.code === 'dropbox_unreachable')

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** Waits for `promise`, or throws at once when the signal ends the session. */
function orEnded(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise
  return new Promise((done, fail) => {
    const end = () => fail(endedBy(signal))
    if (signal.aborted) return end()
    signal.addEventListener('abort', end, { once: true })
    void promise.then(done).finally(() => signal.removeEventListener('abort', end))
  })
}
