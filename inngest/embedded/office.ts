import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { releaseJobs, takeOver } from './claim'
import { WAKE_CHANNEL } from './intake'
import { UnsupportedFunctionError } from './match'
import { Owner, type OwnerOptions } from './owner'
import { OwnershipLostError } from './settle'
import { Waker } from './waker'

const LOCK = 'SELECT pg_try_advisory_lock(72707370) AS locked'
const STANDBY_MS = 1000
const DRAIN_MS = 5000

interface OfficeOptions extends Omit<OwnerOptions, 'epoch'> {
  databaseUrl: string
}

/**
 * Holds the advisory lock, or waits for it, and works as the owner while it is held. The lock lives on a connection of
 * its own: PostgreSQL frees it the moment this process is gone.
 */
export class Office {
  state: 'owner' | 'standby' = 'standby'
  problem: string | null = 'The runner is starting.'
  readonly ready: Promise<void>
  private settleReady: { resolve: () => void; reject: (error: unknown) => void } | null = null
  private owner: Owner | null = null
  private isClosing = false
  private readonly pause = new Waker()

  constructor(private readonly options: OfficeOptions) {
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }))
    // The caller may look at `problem` instead: a rejection nobody waits for must not end the process.
    this.ready.catch(() => undefined)
  }

  requestSync(): void {
    this.owner?.requestSync()
  }

  /** Works until `close`, through lost connections and lost locks. Ends early only when a function asks for too much. */
  async run(): Promise<void> {
    while (!this.isClosing) {
      const connection = new pg.Client({ connectionString: this.options.databaseUrl, keepAlive: true })
      connection.on('error', () => this.owner?.abandon())
      try {
        await connection.connect()
        if (await this.waitForLock(connection)) await this.work(connection)
      } catch (error) {
        if (this.isFinal(error)) return
        await this.pause.wait(STANDBY_MS)
      } finally {
        this.owner = null
        this.state = 'standby'
        await connection.end().catch(() => undefined)
      }
    }
  }

  /** Ends `run`: calls under way get five seconds, what is left is given back for the next owner. */
  async close(): Promise<void> {
    this.isClosing = true
    this.pause.wake()
    const owner = this.owner
    if (!owner) return
    owner.stop()
    await Promise.race([owner.ended, delay(DRAIN_MS, undefined, { ref: false })])
    owner.abandon()
  }

  private async waitForLock(connection: pg.Client): Promise<boolean> {
    while (!this.isClosing) {
      const { rows } = await connection.query<{ locked: boolean }>(LOCK)
      if (rows[0]?.locked) return true
      this.problem = null
      await this.pause.wait(STANDBY_MS)
    }
    return false
  }

  private async work(connection: pg.Client): Promise<void> {
    const epoch = await takeOver(this.options.pool)
    const owner = new Owner({ ...this.options, epoch })
    connection.on('notification', () => owner.wake())
    await connection.query(`LISTEN ${WAKE_CHANNEL}`)
    this.owner = owner
    this.state = 'owner'
    this.problem = 'The app has not told its functions yet.'
    if (this.isClosing) return
    try {
      await owner.run(() => {
        this.problem = null
        this.settleReady?.resolve()
      })
    } finally {
      await releaseJobs(this.options.pool, epoch)
    }
  }

  private isFinal(error: unknown): boolean {
    if (error instanceof UnsupportedFunctionError) {
      this.problem = error.message
      this.options.log({ event: 'runner.unsupported_function', reason: error.message })
      this.settleReady?.reject(error)
      return true
    }
    if (!this.isClosing || !(error instanceof OwnershipLostError)) {
      this.problem = 'The runner lost its database.'
      this.options.log({ event: 'runner.interrupted', reason: error instanceof Error ? error.name : 'unknown' })
    }
    return false
  }
}
