import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { startEmbeddedRunner } from './embedded/start'

const globals = globalThis as { __receiptsRunner?: true }

/**
 * Starts the embedded runner in this process, unless an Inngest is configured or the background work has a process of its own elsewhere. Does not
 * wait: the runner asks /api/inngest for the functions, which answers only once this process listens.
 */
export function startRunner(): void {
  const { EMBEDDED_RUNNER_PORT: port, PROCESS_ROLE: role, DATABASE_URL, PORT, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env()
  if (!port || role === 'pages' || globals.__receiptsRunner) return
  globals.__receiptsRunner = true
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
      runner.ready.catch((error: unknown) => log.error({ err: error }, 'the embedded runner cannot run our functions'))
      process.once('SIGTERM', () => void runner.close())
    },
    (error: unknown) => {
      log.error({ err: error }, 'the embedded runner did not start')
      // A process that is there for nothing else: the launcher starts it again.
      if (role === 'background') process.exit(1)
    },
  )
}
