import 'server-only'
import { appendBatch } from '@/lib/dropbox/append-batch'
import { startSessions } from '@/lib/dropbox/start-sessions'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { AppError, toAppError, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import { Budget } from './budget'
import { commitSent, recordFacts, toFact, type Unsettled } from './commit-sent'
import { fetchReceipt, INLINE_BYTES } from './fetch-receipt'
import { nextFreePlaces } from './next-free-places'
import type { UploadContext } from './upload-context'
import type { Sent, UploadItem } from './upload-item'

/** Receipt bytes in memory at once, whatever the backlog. */
const BYTES_IN_FLIGHT = 32 * 1024 * 1024
const MOST_COMMIT = 1000
/** The first commits are small, so that people soon see receipts arrive. */
const FIRST_COMMIT = 60
const FETCHES = { start: 12, most: 40 }
/** Failures of the source in a row, without one success between, that mean it is down. */
const OUTAGE = 8
const MOST_RESTARTS = 1

type Held = { item: UploadItem; bytes: Buffer; contentHash: string }

/**
 * Carries receipts from the source into Dropbox: fetch, append many in one call, commit up to 1000 at a time, record. The stages overlap; memory is
 * bounded; one receipt's failure stops no other. What stops the run is kept in `stop`.
 */
export class UploadPipeline {
  readonly failures: { exportId: string; code: ErrorCode }[] = []
  stop: AppError | null = null
  readonly #slots = new Budget(FETCHES.start)
  readonly #bytes = new Budget(BYTES_IN_FLIGHT)
  readonly #work = new Set<Promise<void>>()
  readonly #sessions: string[] = []
  #starting: Promise<void> | null = null
  #held: Held[] = []
  #heldBytes = 0
  #sent: Sent[] = []
  #commitSize = FIRST_COMMIT
  #commits: Promise<void> = Promise.resolve()
  #commitsWaiting = 0
  #expected = 0
  #failedInARow = 0
  #successes = 0

  constructor(private readonly context: UploadContext) {}

  /** How many more items are coming: upload sessions are started for them ahead. */
  expect(count: number): void {
    this.#expected += count
  }

  /** Starts an item once there is room for it. Returns false, and starts nothing, when the run has to stop. */
  async add(item: UploadItem): Promise<boolean> {
    const size = Math.min(Number(item.row.size), INLINE_BYTES * 2)
    await this.#slots.take(1)
    await this.#bytes.take(size)
    if (this.#isStopped()) {
      this.#slots.giveBack(1)
      this.#bytes.giveBack(size)
      return false
    }
    this.#track(this.#fetch(item, size))
    return true
  }

  /** Waits until everything added has been committed and recorded, or has failed. */
  async drain(): Promise<void> {
    for (;;) {
      while (this.#work.size > 0) await Promise.all(this.#work)
      this.#flushHeld()
      if (this.#work.size > 0) continue
      if (this.#sent.length > 0) this.#commit()
      await this.#commits
      if (this.#work.size === 0 && this.#held.length === 0 && this.#sent.length === 0) return
    }
  }

  #isStopped(): boolean {
    if (!this.stop && this.context.signal.aborted) this.stop = toAppError(this.context.signal.reason)
    return this.stop !== null
  }

  #track(work: Promise<void>): void {
    const tracked = work.catch((thrown: unknown) => this.#halt(thrown)).finally(() => this.#work.delete(tracked))
    this.#work.add(tracked)
  }

  #halt(thrown: unknown): void {
    this.stop ??= toAppError(thrown)
  }

  async #at(checkpoint: 'fetched' | 'appended'): Promise<void> {
    try {
      await this.context.at?.(checkpoint)
    } catch (thrown) {
      this.#halt(thrown)
    }
  }

  async #fetch(item: UploadItem, size: number): Promise<void> {
    let isPassedOn = false
    try {
      const fetched = await fetchReceipt(this.context.source, item, this.context.signal)
      await this.#at('fetched')
      if (fetched.kind === 'stream') await this.#uploadLarge(item, fetched)
      else {
        isPassedOn = true
        this.#hold({ item, bytes: fetched.bytes, contentHash: fetched.contentHash }, size)
      }
      this.#noteFetched()
    } catch (thrown) {
      this.#noteFailure(item, toAppError(thrown))
    } finally {
      this.#slots.giveBack(1)
      if (!isPassedOn) this.#bytes.giveBack(size)
    }
  }

  /** Additive increase; #noteFailure halves when the source says that it is too much. */
  #noteFetched(): void {
    this.#failedInARow = 0
    if (++this.#successes < this.#slots.capacity) return
    this.#successes = 0
    this.#slots.capacity = Math.min(FETCHES.most, this.#slots.capacity + 4)
  }

  /** A failure of this receipt alone, unless its code says otherwise or too many follow one another. */
  #noteFailure(item: UploadItem, error: AppError): void {
    if (this.#isStopped()) return
    if (error.code === 'unexpected') log.error({ exportId: item.row.exportId, err: error.cause }, 'a receipt failed in an unexpected way')
    if (error.next === 'skip_item') return void this.failures.push({ exportId: item.row.exportId, code: error.code })
    if (error.next !== 'retry' || error.code.startsWith('dropbox_')) return this.#halt(error)
    if (error.code === 'qonto_rate_limited') this.#slots.capacity = Math.max(2, Math.floor(this.#slots.capacity / 2))
    this.failures.push({ exportId: item.row.exportId, code: error.code })
    if (++this.#failedInARow >= OUTAGE) this.#halt(error)
  }

  #hold(held: Held, size: number): void {
    const { entriesPerAppend, bytesPerAppend } = this.context.capabilities
    if (this.#held.length > 0 && this.#heldBytes + held.bytes.length > bytesPerAppend) this.#flushHeld()
    this.#held.push(held)
    this.#heldBytes += held.bytes.length
    this.#bytes.giveBack(size - held.bytes.length)
    if (this.#held.length >= Math.min(entriesPerAppend, this.#commitSize)) this.#flushHeld()
  }

  #flushHeld(): void {
    if (this.#held.length === 0) return
    const [group, bytes] = [this.#held, this.#heldBytes]
    ;[this.#held, this.#heldBytes] = [[], 0]
    this.#track(this.#append(group).finally(() => this.#bytes.giveBack(bytes)))
  }

  async #append(group: Held[]): Promise<void> {
    if (this.#isStopped()) return
    const { session, capabilities } = this.context
    const ids = await this.#takeSessions(group.length)
    const outcomes = await appendBatch(session, group.map(({ bytes }, index) => ({ sessionId: ids[index] ?? '', offset: 0, bytes, close: true })), capabilities)
    await this.#at('appended')
    if (this.#isStopped()) return
    outcomes.forEach(({ piece, error }, index) => {
      const one = group[index]
      if (!one) return
      if (error) this.#startOver({ item: one.item, error })
      else this.#sent.push({ item: one.item, sessionId: piece.sessionId, size: one.bytes.length, contentHash: one.contentHash })
    })
    if (this.#sent.length >= this.#commitSize) this.#commit()
    if (this.#commitsWaiting > 1) await this.#commits
  }

  async #takeSessions(count: number): Promise<string[]> {
    while (this.#sessions.length < count) {
      this.#starting ??= this.#startMore(count).finally(() => (this.#starting = null))
      await this.#starting
    }
    return this.#sessions.splice(0, count)
  }

  async #startMore(least: number): Promise<void> {
    const count = Math.max(least - this.#sessions.length, Math.min(MOST_COMMIT, this.#expected))
    this.#expected = Math.max(0, this.#expected - count)
    this.#sessions.push(...(await startSessions(this.context.session, count, this.context.capabilities)))
  }

  #commit(): void {
    const batch = this.#sent.splice(0, MOST_COMMIT)
    this.#commitSize = Math.min(MOST_COMMIT, this.#commitSize * 4)
    this.#commitsWaiting++
    this.#commits = this.#commits.then(async () => {
      try {
        if (this.#isStopped()) return
        for (const unsettled of await commitSent(this.context, batch)) this.#startOver(unsettled)
      } catch (thrown) {
        this.#halt(thrown)
      } finally {
        this.#commitsWaiting--
      }
    })
  }

  /** A session that was lost costs one more transfer; any other cause is the export's own, or stops the run. */
  #startOver({ item, error }: Unsettled): void {
    if (error.next !== 'skip_item') return this.#halt(error)
    if (error.code !== 'dropbox_refused' || item.restarts >= MOST_RESTARTS) return void this.failures.push({ exportId: item.row.exportId, code: error.code })
    this.#track(this.add({ ...item, restarts: item.restarts + 1 }).then(() => {}))
  }

  async #uploadLarge(item: UploadItem, { stream, size }: { stream: AsyncIterable<Uint8Array>; size: number }): Promise<void> {
    const begunAt = Date.now()
    try {
      const entry = await uploadFile(this.context.session, { path: item.path, stream, size, clientModified: item.row.addedAt })
      await recordFacts(this.context, [toFact({ item, contentHash: entry.contentHash }, entry, begunAt)])
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'dropbox_path_conflict') throw error
      const [moved] = await nextFreePlaces(this.context.ref, [item])
      if (!moved) throw error
      this.#track(this.add(moved).then(() => {}))
    }
  }
}
