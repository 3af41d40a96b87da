import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Owner } from './drive'
import { UnsupportedFunctionError } from './functions'
import { createRunnerServer } from './protocol'

/** The real server's back-off, in milliseconds. */
const RETRY_DELAYS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200].map((seconds) => seconds * 1000)
const LOCK = 'SELECT pg_try_advisory_lock(72707370) AS locked'
const STANDBY_MS = 1000
const DRAIN_MS = 5000

export interface RunnerOptions {
  databaseUrl: string
  /** The app's route, `http://127.0.0.1:3000/api/inngest`. */
  serveUrl: string
  /** 0 takes a free port. */
  port: number
  /** Bare hex, the same as the app's `INNGEST_SIGNING_KEY`. */
  signingKey: string
  eventKey: string
  /** The app's clock: cron ticks, sleeps and future events follow it. Retries, debounce and signatures use real time. */
  now?: () => Date
  log?: (entry: object) => void
  /** Milliseconds before the second, third, … attempt; the last one repeats. */
  retryDelays?: number[]
  /** How often the owner looks for what became due, in milliseconds. */
  pollMs?: number
  /** How often the app is asked for its functions again, in milliseconds: lower it where code is edited. */
  syncMs?: number
}

/** The options with everything filled in, and the connections that all parts share. */
export interface Settings extends Required<RunnerOptions> {
  pool: pg.Pool
}

export interface EmbeddedRunner {
  url: string
  state(): 'owner' | 'standby'
  /** Why no run can be driven at the moment, in a sentence; null when all is well. */
  problem(): string | null
  /** Resolves when runs are driven for the first time. Rejects with UnsupportedFunctionError when a function asks for too much. */
  ready: Promise<void>
  /** Lets calls under way end for up to five seconds, gives the rest back, and stops listening. */
  close(): Promise<void>
}

/**
 * Starts an Inngest-compatible server on a loopback port. Resolves as soon as it listens; the app need not be up yet.
 * Of several processes on one database one drives the runs, the others wait and take over when it is gone.
 */
export async function startEmbeddedRunner(options: RunnerOptions): Promise<EmbeddedRunner> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 8, options: '-c TimeZone=UTC' })
  const settings: Settings = { now: () => new Date(), log: () => undefined, retryDelays: RETRY_DELAYS, pollMs: 500, syncMs: 60_000, ...options, pool }
  pool.on('error', (error) => settings.log({ event: 'runner.database_lost', reason: error.name }))
  const office = new Office(settings)
  const server = createRunnerServer(settings, () => office.problem)
  server.listen(settings.port, '127.0.0.1')
  await once(server, 'listening')
  const ended = office.run()
  const end = async () => {
    office.close()
    await ended
    server.close()
    server.closeAllConnections()
    await pool.end()
  }
  let ending: Promise<void> | null = null
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: () => (office.owner ? 'owner' : 'standby'),
    problem: () => office.problem,
    ready: office.ready,
    close: () => (ending ??= end()),
  }
}

/**
 * Holds the advisory lock, or waits for it, and works as the owner while it is held. The lock lives on a connection of its own:
 * PostgreSQL frees it the moment this process is gone.
 */
class Office {
  problem: string | null = 'The runner is starting.'
  owner: Owner | null = null
  private isReady: () => void = () => undefined
  private isImpossible: (error: Error) => void = () => undefined
  readonly ready = new Promise<void>((resolve, reject) => {
    this.isReady = resolve
    this.isImpossible = reject
  })
  private readonly closing = new AbortController()

  constructor(private readonly settings: Settings) {
    // The caller may look at `problem` instead: a rejection nobody waits for must not end the process.
    this.ready.catch(() => undefined)
  }

  /** Works until `close`, through lost connections and lost locks. Ends early only when a function asks for too much. */
  async run(): Promise<void> {
    const { log, databaseUrl } = this.settings
    while (!this.closing.signal.aborted) {
      const connection = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
      connection.on('error', (error) => this.owner?.abandon(error))
      connection.on('notification', () => this.owner?.wake())
      try {
        await connection.connect()
        while (!this.closing.signal.aborted && !(await connection.query<{ locked: boolean }>(LOCK)).rows[0]?.locked) {
          this.problem = null
          await this.pause()
        }
        if (!this.closing.signal.aborted) await this.work(connection)
      } catch (error) {
        if (error instanceof UnsupportedFunctionError) {
          this.problem = error.message
          log({ event: 'runner.unsupported_function', reason: error.message })
          return this.isImpossible(error)
        }
        if (this.closing.signal.aborted) return
        this.problem = 'The runner lost its database.'
        log({ event: 'runner.interrupted', reason: error instanceof Error ? error.name : 'unknown' })
        await this.pause()
      } finally {
        this.owner = null
        await connection.end().catch(() => undefined)
      }
    }
  }

  /** Makes `run` end: calls under way get five seconds, what is left is given back for the next owner. */
  close(): void {
    this.closing.abort()
    this.owner?.wake()
    setTimeout(() => this.owner?.abandon(), DRAIN_MS).unref()
  }

  private async pause(): Promise<void> {
    await delay(STANDBY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined)
  }

  private async work(connection: pg.Client): Promise<void> {
    const { pool } = this.settings
    const epoch = await takeOver(pool)
    await connection.query('LISTEN runner_wake')
    this.problem = 'The app has not told its functions yet.'
    this.owner = new Owner(this.settings, epoch, this.closing.signal)
    try {
      await this.owner.run(() => {
        this.problem = null
        this.isReady()
      })
    } finally {
      // What was under way at a clean stop is free again, without counting a crash.
      await pool.query('UPDATE runner.job SET claimed_by = NULL WHERE claimed_by = $1', [epoch])
    }
  }
}

/**
 * Makes this process the owner: a new epoch, and every job that the last owner had under way is free again, marked with one crash.
 * From the fourth mark on a job waits, each time longer: a step that ends the process must not keep it down, and one that was only
 * beside it gets its turn without it.
 */
async function takeOver(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ epoch: string }>('UPDATE runner.owner SET epoch = epoch + 1 RETURNING epoch')
  await pool.query(
    `UPDATE runner.job SET claimed_by = NULL, crashes = crashes + 1,
       wake_real = CASE WHEN crashes >= 3 THEN clock_timestamp() + make_interval(secs => least(power(2, crashes - 4), 600)) END
     WHERE claimed_by IS NOT NULL`)
  return rows[0]?.epoch ?? '0'
}
