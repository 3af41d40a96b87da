import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Owner } from './drive'
import { UnsupportedFunctionError } from './functions'
import { createRunnerServer } from './server'
import { OwnershipLostError, WAKE_CHANNEL } from './settle'

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
  const server = createRunnerServer(settings, { problem: () => office.problem, requestSync: () => office.owner?.requestSync() })
  server.listen(settings.port, '127.0.0.1')
  await once(server, 'listening')
  const ended = office.run()
  let closing: Promise<void> | null = null
  const close = async () => {
    await office.close()
    await ended
    server.close()
    server.closeAllConnections()
    await pool.end()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: () => office.state,
    problem: () => office.problem,
    ready: office.ready,
    close: () => (closing ??= close()),
  }
}

/**
 * Holds the advisory lock, or waits for it, and works as the owner while it is held. The lock lives on a connection of its own:
 * PostgreSQL frees it the moment this process is gone.
 */
class Office {
  problem: string | null = 'The runner is starting.'
  owner: Owner | null = null
  readonly ready: Promise<void>
  private settleReady: { resolve: () => void; reject: (error: unknown) => void } | null = null
  private working: Promise<void> = Promise.resolve()
  private readonly closing = new AbortController()

  constructor(private readonly settings: Settings) {
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }))
    // The caller may look at `problem` instead: a rejection nobody waits for must not end the process.
    this.ready.catch(() => undefined)
  }

  get state(): 'owner' | 'standby' {
    return this.owner ? 'owner' : 'standby'
  }

  private get isClosing(): boolean {
    return this.closing.signal.aborted
  }

  private pause = async () => void (await delay(STANDBY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined))

  /** Works until `close`, through lost connections and lost locks. Ends early only when a function asks for too much. */
  async run(): Promise<void> {
    while (!this.isClosing) {
      const connection = new pg.Client({ connectionString: this.settings.databaseUrl, keepAlive: true })
      connection.on('error', () => this.owner?.abandon())
      connection.on('notification', () => this.owner?.wake())
      try {
        await connection.connect()
        if (await this.waitForLock(connection)) await this.work(connection)
      } catch (error) {
        if (this.isFinal(error)) return
        await this.pause()
      } finally {
        this.owner = null
        await connection.end().catch(() => undefined)
      }
    }
  }

  /** Ends `run`: calls under way get five seconds, what is left is given back for the next owner. */
  async close(): Promise<void> {
    this.closing.abort()
    const { owner } = this
    owner?.stop()
    await Promise.race([this.working.catch(() => undefined), delay(DRAIN_MS, undefined, { ref: false })])
    owner?.abandon()
  }

  private async waitForLock(connection: pg.Client): Promise<boolean> {
    while (!this.isClosing) {
      const { rows } = await connection.query<{ locked: boolean }>(LOCK)
      if (rows[0]?.locked) return true
      this.problem = null
      await this.pause()
    }
    return false
  }

  private async work(connection: pg.Client): Promise<void> {
    const { pool } = this.settings
    const epoch = await takeOver(pool)
    await connection.query(`LISTEN ${WAKE_CHANNEL}`)
    this.problem = 'The app has not told its functions yet.'
    if (this.isClosing) return
    this.owner = new Owner(this.settings, epoch)
    this.working = this.owner.run(() => {
      this.problem = null
      this.settleReady?.resolve()
    })
    try {
      await this.working
    } finally {
      // What was under way at a clean stop is free again, without counting a crash.
      await pool.query('UPDATE runner.job SET claimed_by = NULL WHERE claimed_by = $1', [epoch])
    }
  }

  private isFinal(error: unknown): boolean {
    if (error instanceof UnsupportedFunctionError) {
      this.problem = error.message
      this.settings.log({ event: 'runner.unsupported_function', reason: error.message })
      this.settleReady?.reject(error)
      return true
    }
    if (!this.isClosing || !(error instanceof OwnershipLostError)) {
      this.problem = 'The runner lost its database.'
      this.settings.log({ event: 'runner.interrupted', reason: error instanceof Error ? error.name : 'unknown' })
    }
    return false
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
     WHERE claimed_by IS NOT NULL`,
  )
  return rows[0]?.epoch ?? '0'
}
