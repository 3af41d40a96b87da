import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { readEvents, storeEvents } from './intake'
import { toMemo, type StepReport } from './interpret'
import { storeCheckpoint } from './settle'
import { bearerOf, isSameSecret } from './signature'

const MAX_EVENTS_BYTES = 3 * 1024 * 1024
const MAX_CHECKPOINT_BYTES = 32 * 1024 * 1024
const MAX_EVENTS = 5000

export interface RunnerHealth {
  state: 'owner' | 'standby'
  /** Why no run can be driven at the moment, in a sentence; null when all is well. */
  problem: string | null
}

interface ServerOptions {
  pool: Pool
  signingKey: string
  eventKey: string
  health: () => RunnerHealth
  requestSync: () => void
  log: (entry: object) => void
}

/** The paths that the SDK calls: events in, registration. Both answer in every state: they only write to the database. */
export function createRunnerServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    answer(request, options).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        options.log({ event: 'runner.intake_failed', reason: error instanceof Error ? error.name : 'unknown' })
        send(response, 500, { error: 'The runner could not store the request.', status: 500 })
      },
    )
  })
}

interface Reply {
  status: number
  body: object
}

async function answer(request: IncomingMessage, options: ServerOptions): Promise<Reply> {
  const path = new URL(request.url ?? '/', 'http://runner').pathname
  const key = /^\/e\/([^/]+)$/.exec(path)?.[1]
  if (request.method === 'POST' && key) return takeEvents(request, key, options)
  const runId = /^\/v1\/checkpoint\/(\w+)\/async$/.exec(path)?.[1]
  if (request.method === 'POST' && runId) return takeCheckpoint(request, runId, options)
  if (request.method === 'POST' && path === '/fn/register') return register(request, options)
  if (request.method === 'GET' && path === '/health') {
    const health = options.health()
    return { status: health.problem ? 503 : 200, body: health }
  }
  return refuse(404, 'Unknown path.')
}

const refuse = (status: number, error: string): Reply => ({ status, body: { error, status } })

async function takeEvents(request: IncomingMessage, key: string, { pool, eventKey }: ServerOptions): Promise<Reply> {
  if (!isSameSecret(decodeURIComponent(key), eventKey)) return refuse(401, 'Unknown event key.')
  const text = await readBody(request, MAX_EVENTS_BYTES)
  if (text === null) return refuse(413, 'More than 3 MiB.')
  const events = readEvents(parse(text), request.headers['x-inngest-event-id-seed'] as string | undefined)
  if (!events) return refuse(400, 'Not a list of events.')
  if (events.length > MAX_EVENTS) return refuse(400, `More than ${MAX_EVENTS} events.`)
  await storeEvents(pool, events)
  return { status: 200, body: { ids: events.map((event) => event.id), status: 200 } }
}

/** Steps that ended within a call still under way. 409 tells the SDK to stop: the call no longer counts. */
async function takeCheckpoint(request: IncomingMessage, runId: string, { pool, signingKey }: ServerOptions): Promise<Reply> {
  if (!isFromApp(request, signingKey)) return refuse(401, 'Unknown signing key.')
  const text = await readBody(request, MAX_CHECKPOINT_BYTES)
  const body = text === null ? null : (parse(text) as { qi_id?: string; steps?: StepReport[] } | null)
  const steps = body?.steps ?? []
  if (!body?.qi_id || steps.length === 0 || !steps.every((step) => step.op === 'StepRun')) return refuse(400, 'Not a list of finished steps.')
  const isStored = await storeCheckpoint(pool, body.qi_id, runId, steps.map(toMemo))
  return isStored ? { status: 200, body: {} } : refuse(409, 'Another call drives this run, or none.')
}

function isFromApp(request: IncomingMessage, signingKey: string): boolean {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  return isSameSecret(bearer, bearerOf(signingKey))
}

async function register(request: IncomingMessage, { signingKey, requestSync }: ServerOptions): Promise<Reply> {
  if (!isFromApp(request, signingKey)) return refuse(401, 'Unknown signing key.')
  request.resume()
  requestSync()
  return { status: 200, body: { ok: true, modified: true, status: 200 } }
}

/** Null when there is more than `limit` bytes. */
async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit ? null : Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
