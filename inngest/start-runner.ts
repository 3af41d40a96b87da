import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import type { RunnerHandle } from '@/lib/health/check-health'
import { log } from '@/lib/log'
import { startEmbeddedRunner } from './embedded/start'

const globals = globalThis as { __receiptsRunner?: RunnerHandle }

/**
 * Starts the embedded runner inside the app when no Inngest is configured. Does not wait: the runner asks /api/inngest for
 * the functions, which answers only once this process listens.
 */
export function startRunner(): void {
  const { EMBEDDED_RUNNER_PORT: port, DATABASE_URL, PORT, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env()
  if (!port || globals.__receiptsRunner) return
  let state: () => ReturnType<RunnerHandle['state']> = () => 'starting'
  globals.__receiptsRunner = { state: () => state() }
  startEmbeddedRunner({
    databaseUrl: DATABASE_URL,
    serveUrl: `http://127.0.0.1:${PORT}/api/inngest`,
    port,
    signingKey: INNGEST_SIGNING_KEY ?? '',
    eventKey: INNGEST_EVENT_KEY ?? '',
    now,
    log: (entry) => log.info(entry, 'runner'),
  }).then(
    (runner) => {
      state = () => (runner.problem() ? 'failed' : runner.state())
      runner.ready.catch((error: unknown) => log.error({ err: error }, 'the embedded runner cannot run our functions'))
      process.once('SIGTERM', () => void runner.close())
    },
    (error: unknown) => {
      state = () => 'failed'
      log.error({ err: error }, 'the embedded runner did not start')
    },
  )
}
