// The app's own processes in production: the pages and, with the embedded runner, the background work beside them, so that neither waits in the other's queue.
import { startChild } from './children.mjs'

const SERVE = 'scripts/launch/serve.mjs'

/** The app on `env.PORT`. `isWhole` does the background work too, or leaves it to an Inngest. */
export const startApp = (env, host, { isWhole, onLine }) =>
  startChild('the app', SERVE, [env.PORT, host], { ...env, PROCESS_ROLE: isWhole ? 'all' : 'pages' }, {
    // A page is made of many short-lived objects: with room for them, collecting takes a third of the time.
    nodeArgs: ['--max-semi-space-size=32'],
    onLine,
  })

/** The embedded runner on `env.EMBEDDED_RUNNER_PORT` and the functions it calls, on a free loopback port of their own. */
export const startBackground = (env, { onLine }) => startChild('the background work', SERVE, ['0', '127.0.0.1'], { ...env, PROCESS_ROLE: 'background' }, { onLine })

/** Answers 200 once runs are driven. */
export const runnerHealthUrl = (env) => `http://127.0.0.1:${env.EMBEDDED_RUNNER_PORT}/health`
