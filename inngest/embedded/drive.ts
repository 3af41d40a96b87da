import { setMaxListeners } from 'node:events'
import { AppAnswerError, AppAwayError, callApp, failure, fetchFunctions, interpretAnswer, runnerError, type AppTarget } from './call'
import { concurrencyLimits, UnsupportedFunctionError, type FunctionConfig } from './functions'
import { fireTicks, rewindCrons, scheduleEvents, storeFunctions, type ScheduledCron } from './schedule'
import { asOwner, OwnershipLostError, settle, type Job, type Outcome } from './settle'
import type { Settings } from './start'

const MAX_CALLS = 20
const MAX_CRASHES = 20
const APP_AWAY_DELAY_MS = 500
const PRUNE_EVERY_MS = 3_600_000

/** The one process that drives runs. It ends when it is told to stop, or throws when it can no longer write. */
export class Owner {
  private readonly target: AppTarget
  private readonly abort = new AbortController()
  private readonly underWay = new Map<Job, Promise<void>>()
  private functions: Map<string, FunctionConfig> | null = null
  private crons: ScheduledCron[] = []
  private lastNow = new Date(0)
  private syncAt = 0
  private pruneAt = 0
  private isStopping = false
  private isWoken = false
  private endPause: () => void = () => undefined
  private failure: unknown

  constructor(
    private readonly settings: Settings,
    private readonly epoch: string,
  ) {
    setMaxListeners(MAX_CALLS + 1, this.abort.signal)
    this.target = { serveUrl: settings.serveUrl, signingKey: settings.signingKey, signal: this.abort.signal }
  }

  /** There may be something to do: look now instead of at the next poll. */
  wake(): void {
    this.isWoken = true
    this.endPause()
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

  /** Asks for the functions again at the next turn. */
  requestSync(): void {
    this.syncAt = 0
    this.wake()
  }

  /**
   * Works until `stop`, then waits for the calls under way. `onReady` is called once the app has told its functions.
   * @throws UnsupportedFunctionError before the first run when a function asks for too much; else what kept it from writing.
   */
  async run(onReady: () => void): Promise<void> {
    try {
      while (!this.isStopping) {
        const isMore = await this.turn(onReady)
        if (!isMore) await this.pause()
      }
    } catch (error) {
      this.fail(error)
    }
    await Promise.all(this.underWay.values())
    if (this.failure) throw this.failure
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.abandon()
  }

  /** Until the next poll, or until woken: what happened since the last pause is not lost. */
  private async pause(): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.settings.pollMs)
        this.endPause = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.isWoken = false
  }

  /** Does what is due. True when there are more events to look at. */
  private async turn(onReady: () => void): Promise<boolean> {
    const { settings: { pool }, epoch } = this
    if (this.syncAt <= performance.now()) await this.sync(onReady)
    if (!this.functions) return false
    const now = this.settings.now()
    if (now.getTime() < this.lastNow.getTime() - 1000) rewindCrons(this.crons, now)
    this.lastNow = now
    await fireTicks(pool, epoch, this.crons, now)
    const { rowCount: events } = await pool.query('SELECT FROM runner.event WHERE matched_at IS NULL LIMIT 1')
    if (events) await scheduleEvents(pool, epoch, [...this.functions.values()], now)
    while (!this.isStopping && this.underWay.size < MAX_CALLS && (await this.claim(now)));
    if (this.pruneAt <= performance.now()) await this.prune()
    return Boolean(events)
  }

  /** An app that cannot be asked is asked again; when it then asks for too much, the functions known so far stay. */
  private async sync(onReady: () => void): Promise<void> {
    const { pool, now, log, pollMs, syncMs } = this.settings
    const isFirst = this.functions === null
    try {
      const functions = await fetchFunctions(this.target)
      this.crons = await storeFunctions(pool, this.epoch, functions, now())
      rewindCrons(this.crons, now())
      this.functions = new Map(functions.map((config) => [config.id, config]))
      if (isFirst) onReady()
    } catch (error) {
      const isPassing = error instanceof AppAnswerError || (error instanceof UnsupportedFunctionError && !isFirst)
      if (!isPassing) throw error
      log({ event: 'runner.sync_failed', reason: error.message })
    }
    this.syncAt = performance.now() + (this.functions ? syncMs : pollMs)
  }

  /** Forgets runs that ended more than 14 days ago and events older than 7 days: their ids may then trigger again. */
  private async prune(): Promise<void> {
    this.pruneAt = performance.now() + PRUNE_EVERY_MS
    await this.settings.pool.query(`DELETE FROM runner.run WHERE ended_at < now() - interval '14 days'`)
    await this.settings.pool.query(`DELETE FROM runner.event WHERE received_at < now() - interval '7 days' AND matched_at IS NOT NULL`)
  }

  /**
   * Takes jobs that are due, oldest first, none of whose concurrency keys is full, and drives them. Sleeps and future events are due by
   * the app's time `now`, retries by real time. False when there was nothing to take.
   */
  private async claim(now: Date): Promise<boolean> {
    const { settings: { pool }, epoch } = this
    await pool.query('UPDATE runner.job SET wake_app = NULL WHERE wake_app <= $1', [now])
    await pool.query('UPDATE runner.job SET wake_real = NULL WHERE wake_real <= clock_timestamp()')
    const full = [...this.underWay.keys()].flatMap((job) => this.fullKeys(job))
    const { rows } = await pool.query<Job>(
      `SELECT job.run_id AS "runId", step_id AS "stepId", is_sleep AS "isSleep", attempt, crashes, function_id AS "functionId", run.event, job.keys
       FROM runner.job JOIN runner.run ON run.id = job.run_id
       WHERE claimed_by IS NULL AND wake_app IS NULL AND wake_real IS NULL AND (job.is_sleep OR NOT job.keys && $1::text[])
       ORDER BY job.position LIMIT $2`,
      [full, MAX_CALLS - this.underWay.size],
    )
    const jobs: Job[] = []
    for (const job of rows) {
      // Two jobs of one batch may share a key's last place.
      if (this.fullKeys(job).length > 0) continue
      this.underWay.set(job, Promise.resolve())
      jobs.push(job)
    }
    if (jobs.length === 0) return false
    const runIds = jobs.map((job) => job.runId)
    await asOwner(pool, epoch, async (db) => {
      // Runs before jobs, as everywhere: the same order of locks cannot deadlock.
      await db.query('SELECT FROM runner.run WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [runIds])
      await db.query(
        `UPDATE runner.job SET claimed_by = $3 FROM unnest($1::text[], $2::text[]) AS given (run_id, step_id)
         WHERE job.run_id = given.run_id AND job.step_id = given.step_id`,
        [runIds, jobs.map((job) => job.stepId), epoch],
      )
      await db.query(`UPDATE runner.run SET status = 'running', started_at = now() WHERE id = ANY($1) AND status = 'queued'`, [runIds])
    })
    for (const job of jobs) this.underWay.set(job, this.begin(job))
    return true
  }

  /** The job's concurrency keys that have no place left. As in Inngest calls count, not runs: a run that waits takes no place. */
  private fullKeys(job: Job): string[] {
    if (job.isSleep) return []
    const limits = concurrencyLimits(this.functions?.get(job.functionId) ?? {})
    const taken = (key: string) => [...this.underWay.keys()].filter((other) => !other.isSleep && other.keys.includes(key)).length
    return job.keys.filter((key, index) => taken(key) >= (limits[index]?.limit || Infinity))
  }

  private async begin(job: Job): Promise<void> {
    try {
      await this.drive(job)
    } catch (error) {
      this.fail(error)
    }
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
      next = await settle(pool, this.epoch, next, outcome, { maxAttempts, retryDelays })
    }
  }

  private async ask(job: Job, maxAttempts: number): Promise<Outcome> {
    if (job.isSleep) return { kind: 'progress', memos: [{ id: job.stepId, name: job.stepId, state: 'data', value: null }], opened: [] }
    if (job.crashes >= MAX_CRASHES) return failure('crashed_repeatedly', `The app stopped ${job.crashes} times in this step.`)
    const body = await this.requestBody(job, maxAttempts)
    try {
      const headers = { 'x-run-id': job.runId, 'x-inngest-req-version': '2' }
      return interpretAnswer(await callApp(this.target, 'POST', { fnId: job.functionId, stepId: job.stepId }, body, headers), this.settings.now())
    } catch (error) {
      if (this.abort.signal.aborted) throw new OwnershipLostError()
      const isAway = error instanceof AppAwayError
      const words = isAway ? 'The app does not answer.' : 'The app stopped answering in the middle of the step.'
      return { kind: 'retry', isCounted: false, isCrash: !isAway, delay: isAway ? APP_AWAY_DELAY_MS : null, error: runnerError('app_unreachable', words) }
    }
  }

  private async requestBody(job: Job, maxAttempts: number): Promise<object> {
    const { rows: steps } = await this.settings.pool.query<{ id: string; state: 'open' | 'data' | 'error'; value: unknown }>(
      'SELECT id, state, value FROM runner.step WHERE run_id = $1 ORDER BY position', [job.runId])
    const done = steps.filter((step) => step.state !== 'open')
    const event = { ...job.event, user: job.event.user ?? {} }
    return {
      version: 2,
      use_api: false,
      event,
      events: [event],
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
        use_api: false,
        env: 'embedded',
        step_id: job.stepId,
        stack: { stack: done.map((step) => step.id), current: done.length },
      },
    }
  }
}
