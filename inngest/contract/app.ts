// The app of the contract: serves the functions at /api/inngest, and runs the embedded runner beside them when
// CONTRACT_RUNNER_PORT is set, as the product does. A process of its own, so that a test can kill it.
import { createServer } from 'node:http'
import { Inngest } from 'inngest'
import { serve } from 'inngest/node'
import pg from 'pg'
import { startEmbeddedRunner } from '../embedded/start'
import { contractFunctions } from './functions'
import { createRecorder } from './recorder'

const { CONTRACT_DATABASE_URL = '', CONTRACT_APP_PORT = '0', CONTRACT_APP_HOST = '127.0.0.1', CONTRACT_RUNNER_PORT, CONTRACT_CLOCK_OFFSET = '0', CONTRACT_POLL_MS = '100' } = process.env
const { INNGEST_SIGNING_KEY = '', INNGEST_EVENT_KEY = '' } = process.env

const pool = new pg.Pool({ connectionString: CONTRACT_DATABASE_URL, max: 10 })
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const inngest = new Inngest({ id: 'contract', logger: silent })
// On a server three events and what each of them starts must get through within one period, on a slow day too.
const debouncePeriod = CONTRACT_RUNNER_PORT ? '4s' : '20s'
const handle = serve({ client: inngest, functions: contractFunctions(inngest, createRecorder(pool), debouncePeriod) })

let clockOffset = Number(CONTRACT_CLOCK_OFFSET)
const server = createServer((request, response) => {
  const clock = /^\/clock\/(-?\d+)$/.exec(request.url ?? '')?.[1]
  if (clock) {
    clockOffset = Number(clock)
    response.end()
  } else if (request.url === '/usage') {
    const { user, system } = process.cpuUsage()
    response.end(JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
  } else void handle(request, response)
})

server.listen(Number(CONTRACT_APP_PORT), CONTRACT_APP_HOST || undefined, () => {
  const ready = (state: string) => process.stdout.write(`${state}\n`)
  if (!CONTRACT_RUNNER_PORT) return ready('owner')
  void startEmbeddedRunner({
    databaseUrl: CONTRACT_DATABASE_URL,
    serveUrl: `http://127.0.0.1:${CONTRACT_APP_PORT}/api/inngest`,
    port: Number(CONTRACT_RUNNER_PORT),
    signingKey: INNGEST_SIGNING_KEY,
    eventKey: INNGEST_EVENT_KEY,
    now: () => new Date(Date.now() + clockOffset),
    retryDelays: [100],
    pollMs: Number(CONTRACT_POLL_MS),
  }).then(async (runner) => {
    if (process.env.CONTRACT_STANDBY) return ready(runner.state())
    await runner.ready
    ready('owner')
  })
})
