import { setMaxListeners } from 'node:events'
import type { Pool } from 'pg'
import { claimJobs } from './claim'
import { drive } from './drive'
import { UnsupportedFunctionError, type FunctionConfig } from './match'
import { pruneHistory } from './prune'
import { scheduleEvents } from './schedule'
import { asOwner, type Job } from './settle'
import { Slots } from './slots'
import { AppAnswerError, fetchFunctions, storeFunctions } from './sync'
import { fireTicks, rewindCrons, type ScheduledCron } from './ticks'
import { Waker } from './waker'

const MAX_CALLS = 20
const PRUNE_EVERY_MS = 3_600_000

/** What the owner of one epoch needs; all times in milliseconds. */
export interface OwnerOptions {
  pool: Pool
  epoch: string
  target: { serveUrl: string; signingKey: string }
  now: () => Date
  log: (entry: object) => void
  retryDelays: number[]
  pollMs: number
  syncMs: number
}

/** The one process that drives runs. It ends when it is told to stop, or throws when it can no longer write. */
export class Owner {
  readonly pool: Pool
  readonly epoch: string
  readonly target: OwnerOptions['target'] & { signal: AbortSignal }
  readonly now: () => Date
  readonly retryDelays: number[]
  functions = new Map<string, FunctionConfig>()
  isStopping = false
  /** Resolves when `run` is over, whichever way. */
  readonly ended: Promise<void>
  private readonly waker = new Waker()
  private readonly abort = new AbortController()
  private readonly calls = new Set<Promise<void>>()
  private readonly slots = new Slots()
  private crons: ScheduledCron[] = []
  private lastNow = new Date(0)
  private syncAt = 0
  private pruneAt = 0
  private failure: unknown
  private end: () => void = () => undefined

  constructor(private readonly options: OwnerOptions) {
    this.pool = options.pool
    this.epoch = options.epoch
    setMaxListeners(MAX_CALLS + 1, this.abort.signal)
    this.ended = new Promise((resolve) => (this.end = resolve))
    this.target = { ...options.target, signal: this.abort.signal }
    this.now = options.now
    this.retryDelays = options.retryDelays
  }

  /** There may be something to do: look now instead of at the next poll. */
  wake(): void {
    this.waker.wake()
  }

  /** No further call is made; calls under way go on. */
  stop(): void {
    this.isStopping = true
    this.wake()
  }

  /** Stops, and gives up the calls under way: their answers are no longer of use. */
  abandon(): void {
    this.stop()
    this.abort.abort()
  }

  get isAbandoned(): boolean {
    return this.abort.signal.aborted
  }

  /** Asks for the functions again at the next turn. */
  requestSync(): void {
    this.syncAt = 0
    this.wake()
  }

  /**
   * Works until `stop`, then waits for the calls under way.
   * @throws UnsupportedFunctionError before the first run when a function asks for too much; else what kept it from writing.
   */
  async run(onReady: () => void): Promise<void> {
    try {
      await this.firstSync()
      if (!this.isStopping) onReady()
      while (!this.isStopping) {
        const isMore = await this.turn()
        if (!isMore) await this.waker.wait(this.options.pollMs)
      }
    } catch (error) {
      this.fail(error)
    }
    await Promise.all(this.calls)
    this.end()
    if (this.failure) throw this.failure
  }

  private async turn(): Promise<boolean> {
    if (this.syncAt <= performance.now()) await this.resync()
    const now = this.now()
    if (now.getTime() < this.lastNow.getTime() - 1000) rewindCrons(this.crons, now)
    this.lastNow = now
    await fireTicks(this.pool, this.epoch, this.crons, now)
    const { rowCount } = await this.pool.query('SELECT FROM runner.event WHERE matched_at IS NULL LIMIT 1')
    if (rowCount) await asOwner(this.pool, this.epoch, (db) => scheduleEvents(db, this.functions, now))
    for (let free = MAX_CALLS - this.calls.size; free > 0 && !this.isStopping; free = MAX_CALLS - this.calls.size) {
      const jobs = await claimJobs(this.pool, this.epoch, now, this.slots.fullKeys(), free, (job) => this.slots.take(job, this.functions.get(job.functionId)))
      jobs.forEach((job) => this.begin(job))
      if (jobs.length === 0) break
    }
    if (this.pruneAt <= performance.now()) {
      this.pruneAt = performance.now() + PRUNE_EVERY_MS
      await pruneHistory(this.pool)
    }
    return Boolean(rowCount)
  }

  /** Asks the app for its functions until it answers; it may still be starting. */
  private async firstSync(): Promise<void> {
    for (let wait = 100; !this.isStopping; wait = Math.min(wait * 2, 2000)) {
      try {
        return await this.sync()
      } catch (error) {
        if (!(error instanceof AppAnswerError)) throw error
        this.options.log({ event: 'runner.sync_failed', reason: error.message })
        await this.waker.wait(wait)
      }
    }
  }

  /** Keeps the functions it has when the app cannot be asked, or asks for too much, at a later time. */
  private async resync(): Promise<void> {
    this.syncAt = performance.now() + this.options.syncMs
    try {
      await this.sync()
    } catch (error) {
      if (!(error instanceof UnsupportedFunctionError || error instanceof AppAnswerError)) throw error
      this.options.log({ event: 'runner.sync_failed', reason: error.message })
    }
  }

  private async sync(): Promise<void> {
    const functions = await fetchFunctions(this.target)
    this.crons = await storeFunctions(this.pool, this.epoch, functions, this.now())
    rewindCrons(this.crons, this.now())
    this.functions = new Map(functions.map((config) => [config.id, config]))
    this.syncAt = performance.now() + this.options.syncMs
  }

  private begin(job: Job): void {
    const call = drive(this, job)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.calls.delete(call)
        this.slots.giveBack(job)
        this.wake()
      })
    this.calls.add(call)
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.abandon()
  }
}
