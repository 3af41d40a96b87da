import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { Office } from './office'
import { createRunnerServer } from './server'

/** The real server's back-off, in milliseconds. */
const RETRY_DELAYS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200].map((seconds) => seconds * 1000)

export interface RunnerOptions {
  databaseUrl: string
  /** The app's route, `http://127.0.0.1:3000/api/inngest`. */
  serveUrl: string
  /** 0 takes a free port. */
  port: number
  host?: '127.0.0.1'
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
  const log = options.log ?? (() => undefined)
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 8, options: '-c TimeZone=UTC' })
  pool.on('error', (error) => log({ event: 'runner.database_lost', reason: error.name }))
  const office = new Office({
    pool,
    databaseUrl: options.databaseUrl,
    target: { serveUrl: options.serveUrl, signingKey: options.signingKey },
    now: options.now ?? (() => new Date()),
    log,
    retryDelays: options.retryDelays ?? RETRY_DELAYS,
    pollMs: options.pollMs ?? 500,
    syncMs: options.syncMs ?? 60_000,
  })
  const server = createRunnerServer({
    pool, signingKey: options.signingKey, eventKey: options.eventKey, log,
    health: () => ({ state: office.state, problem: office.problem }),
    requestSync: () => office.requestSync(),
  })
  server.listen(options.port, options.host ?? '127.0.0.1')
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
