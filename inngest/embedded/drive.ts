import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { UnsupportedFunctionError, type FunctionConfig } from './functions'
import { AppAwayError, callApp, failure, fetchFunctions, interpretAnswer, type AppTarget } from './protocol'
import type { Settings } from './start'
import { asOwner, fireTicks, prune, runnerError, scheduleEvents, settle, storeFunctions, type Job, type Outcome } from './store'

const MAX_CALLS = 20
const MAX_CRASHES = 20
const APP_AWAY_DELAY_MS = 500

/** The one process that drives runs. It ends when `closing` says so, or throws when it can no longer write. */
export class Owner {
  private readonly target: AppTarget
  private readonly abort = new AbortController()
  private readonly underWay = new Map<Job, Promise<void>>()
  private functions: Map<string, FunctionConfig> | null = null
  private nap = new AbortController()
  private second = 0
  private syncAt = 0

  constructor(
    private readonly settings: Settings,
    private readonly epoch: string,
    private readonly closing: AbortSignal,
  ) {
    setMaxListeners(MAX_CALLS + 1, this.abort.signal)
    this.target = { serveUrl: settings.serveUrl, signingKey: settings.signingKey, signal: this.abort.signal }
  }

  /** There may be something to do: look now instead of at the next poll. */
  wake(): void {
    this.nap.abort()
  }

  /** Stops, and gives up the calls under way: their answers are no longer of use. */
  abandon(reason?: unknown): void {
    this.abort.abort(reason)
    this.wake()
  }

  private get isStopping(): boolean {
    return this.closing.aborted || this.abort.signal.aborted
  }

  /**
   * Works until it is to stop, then waits for the calls under way. `onReady` is called once the app has told its functions.
   * @throws UnsupportedFunctionError before the first run when a function asks for too much; else what kept it from writing.
   */
  async run(onReady: () => void): Promise<void> {
    try {
      while (!this.isStopping) {
        // Made before the turn: what happens during it ends the nap before it begins.
        this.nap = new AbortController()
        if (!(await this.turn(onReady))) await delay(this.settings.pollMs, undefined, { signal: this.nap.signal }).catch(() => undefined)
      }
    } catch (error) {
      this.abandon(error)
    }
    await Promise.all(this.underWay.values())
    this.abort.signal.throwIfAborted()
  }

  /** Does what is due. True when there are more events to look at. */
  private async turn(onReady: () => void): Promise<boolean> {
    const { settings: { pool }, epoch } = this
    if (this.syncAt <= performance.now()) await this.sync(onReady)
    if (!this.functions) return false
    const now = this.settings.now()
    const second = Math.floor(now.getTime() / 1000)
    if (second !== this.second) await fireTicks(pool, epoch, now)
    this.second = second
    const isMore = await scheduleEvents(pool, epoch, [...this.functions.values()], now)
    while (!this.isStopping && this.underWay.size < MAX_CALLS && (await this.claim(now)));
    return isMore
  }

  /** An app that cannot be asked is asked again; when it then asks for too much, the functions known so far stay. */
  private async sync(onReady: () => void): Promise<void> {
    const { pool, now, log, pollMs, syncMs } = this.settings
    const isFirst = this.functions === null
    const functions = await fetchFunctions(this.target).catch((error: Error) => {
      if (isFirst && error instanceof UnsupportedFunctionError) throw error
      log({ event: 'runner.sync_failed', reason: error.message })
    })
    if (functions) {
      await storeFunctions(pool, this.epoch, functions, now())
      await prune(pool)
      this.functions = new Map(functions.map((config) => [config.id, config]))
      if (isFirst) onReady()
    }
    this.syncAt = performance.now() + (this.functions ? syncMs : pollMs)
  }

  /**
   * Takes jobs that are due, oldest first, none of whose concurrency keys is full, and drives them. Sleeps and future events are due by
   * the app's time `now`, retries by real time. False when there was nothing to take.
   */
  private async claim(now: Date): Promise<boolean> {
    const { settings: { pool }, epoch } = this
    await pool.query('UPDATE runner.job SET wake_app = NULL WHERE wake_app <= $1', [now])
    await pool.query('UPDATE runner.job SET wake_real = NULL WHERE wake_real <= now()')
    const full = [...this.underWay.keys()].flatMap((job) => this.fullKeys(job))
    const { rows } = await pool.query<Job>(
      `SELECT job.run_id AS "runId", step_id AS "stepId", is_sleep AS "isSleep", attempt, crashes, function_id AS "functionId", run.event, job.keys
       FROM runner.job JOIN runner.run ON run.id = job.run_id
       WHERE claimed_by IS NULL AND wake_app IS NULL AND wake_real IS NULL AND (job.is_sleep OR NOT job.keys && $1::text[])
       ORDER BY job.position LIMIT $2`, [full, MAX_CALLS - this.underWay.size])
    const jobs = rows.filter((job) => {
      // Two jobs of one batch may share a key's last place.
      const isFree = this.fullKeys(job).length === 0
      if (isFree) this.underWay.set(job, Promise.resolve())
      return isFree
    })
    if (jobs.length === 0) return false
    await asOwner(pool, epoch, async (db) => {
      await db.query(
        `WITH given AS (SELECT * FROM unnest($1::text[], $2::text[]) AS given (run_id, step_id)),
           started AS (UPDATE runner.run SET status = 'running', started_at = now() FROM given WHERE id = run_id AND status = 'queued')
         UPDATE runner.job SET claimed_by = $3 FROM given WHERE job.run_id = given.run_id AND job.step_id = given.step_id`,
        [jobs.map((job) => job.runId), jobs.map((job) => job.stepId), epoch])
    })
    for (const job of jobs) this.underWay.set(job, this.begin(job))
    return true
  }

  /** The job's concurrency keys that have no place left. As in Inngest calls count, not runs: a run that waits takes no place. */
  private fullKeys(job: Job): string[] {
    if (job.isSleep) return []
    const limits = this.functions?.get(job.functionId)?.concurrency ?? []
    const taken = (key: string) => [...this.underWay.keys()].filter((other) => !other.isSleep && other.keys.includes(key)).length
    return job.keys.filter((key, index) => taken(key) >= (limits[index]?.limit || Infinity))
  }

  private async begin(job: Job): Promise<void> {
    await this.drive(job).catch((error: unknown) => this.abandon(error))
    this.underWay.delete(job)
    this.wake()
  }

  /** Drives one claimed job until its run ends or has to wait. At a stop it returns between two calls. */
  private async drive(job: Job): Promise<void> {
    const { pool, retryDelays } = this.settings
    const config = this.functions?.get(job.functionId)
    // Without `retries` a function has four, as on the real server.
    const maxAttempts = (config?.steps.step.retries?.attempts ?? 4) + 1
    for (let next: Job | null = job; next && !this.isStopping; ) {
      const outcome: Outcome = config ? await this.ask(next, maxAttempts) : failure('function_gone', 'The app no longer has this function.')
      const isLast = outcome.kind === 'retry' && outcome.isCounted && next.attempt + 1 >= maxAttempts
      next = await settle(pool, this.epoch, next, isLast ? { kind: 'fail', error: outcome.error } : outcome, retryDelays)
    }
  }

  private async ask(job: Job, maxAttempts: number): Promise<Outcome> {
    if (job.isSleep) return { kind: 'progress', memos: [{ id: job.stepId, name: job.stepId, state: 'data', value: null }], opened: [] }
    if (job.crashes >= MAX_CRASHES) return failure('crashed_repeatedly', `The app stopped ${job.crashes} times in this step.`)
    const body = await this.requestBody(job, maxAttempts)
    try {
      const query = `?${new URLSearchParams({ fnId: job.functionId, stepId: job.stepId })}`
      return interpretAnswer(await callApp(this.target, 'POST', query, body, { 'x-run-id': job.runId, 'x-inngest-req-version': '2' }), this.settings.now())
    } catch (error) {
      this.abort.signal.throwIfAborted()
      const isAway = error instanceof AppAwayError
      const words = isAway ? 'The app does not answer.' : 'The app stopped answering in the middle of the step.'
      return { kind: 'retry', isCounted: false, isCrash: !isAway, delay: isAway ? APP_AWAY_DELAY_MS : null, error: runnerError('app_unreachable', words) }
    }
  }

  private async requestBody(job: Job, maxAttempts: number): Promise<object> {
    const { rows: steps } = await this.settings.pool.query<{ id: string; state: 'open' | 'data' | 'error'; value: unknown }>(
      'SELECT id, state, value FROM runner.step WHERE run_id = $1 ORDER BY position', [job.runId])
    const done = steps.filter((step) => step.state !== 'open')
    return {
      version: 2,
      event: job.event,
      events: [job.event],
      steps: Object.fromEntries(done.map(({ id, state, value }) => [id, { type: state, [state]: value }])),
      ctx: {
        run_id: job.runId,
        // With these two the SDK runs steps in a row in one call and reports each to /v1/checkpoint as it ends.
        fn_id: job.functionId,
        qi_id: this.epoch,
        attempt: job.attempt,
        max_attempts: maxAttempts,
        // While steps of the run are open, a step found now is only announced: two at once would not both be remembered.
        disable_immediate_execution: job.stepId === 'step' && done.length < steps.length,
        stack: { stack: done.map((step) => step.id), current: done.length },
      },
    }
  }
}
