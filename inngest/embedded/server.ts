import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { ulid } from 'ulid'
import { z } from 'zod'
import { isBearerOf, isSameSecret, toMemo, type StepReport } from './call'
import { storeCheckpoint, storeEvents, type RunnerEvent } from './settle'
import type { Settings } from './start'

const MAX_EVENTS_BYTES = 3 * 1024 * 1024
const MAX_CHECKPOINT_BYTES = 32 * 1024 * 1024
const MAX_EVENTS = 5000

interface Reply {
  status: number
  body: object
}

/** What the server asks of the runner behind it. */
export interface Desk {
  /** Why no run can be driven at the moment; null when all is well. */
  problem(): string | null
  requestSync(): void
}

/**
 * The paths that the SDK calls: events in, finished steps, registration. All answer in every state: they only write to the database.
 * `GET /health` answers 200 while runs are driven, here or by the owner that this one stands by for, else 503.
 */
export function createRunnerServer(settings: Settings, desk: Desk): Server {
  return createServer((request, response) => {
    void answer(request, settings, desk)
      .catch((error: unknown): Reply => {
        settings.log({ event: 'runner.intake_failed', reason: error instanceof Error ? error.name : 'unknown' })
        return refuse(500, 'The runner could not store the request.')
      })
      .then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
  })
}

const refuse = (status: number, error: string): Reply => ({ status, body: { error, status } })

async function answer(request: IncomingMessage, settings: Settings, desk: Desk): Promise<Reply> {
  const { pathname } = new URL(request.url ?? '/', 'http://runner')
  if (request.method === 'GET' && pathname === '/health') return healthOf(desk)
  const [, key] = /^\/e\/([^/]+)$/.exec(pathname) ?? []
  if (request.method === 'POST' && key) {
    return isSameSecret(decodeURIComponent(key), settings.eventKey) ? takeEvents(request, settings) : refuse(401, 'Unknown event key.')
  }
  const [, runId] = /^\/v1\/checkpoint\/(\w+)\/async$/.exec(pathname) ?? []
  if (request.method !== 'POST' || (!runId && pathname !== '/fn/register')) return refuse(404, 'Unknown path.')
  if (!isBearerOf(settings.signingKey, request.headers.authorization)) return refuse(401, 'Unknown signing key.')
  if (runId) return takeCheckpoint(request, runId, settings)
  request.resume()
  desk.requestSync()
  return { status: 200, body: { ok: true, modified: true, status: 200 } }
}

function healthOf(desk: Desk): Reply {
  const problem = desk.problem()
  return problem === null ? { status: 200, body: { status: 200 } } : refuse(503, problem)
}

async function takeEvents(request: IncomingMessage, { pool }: Settings): Promise<Reply> {
  const body = await readJson(request, MAX_EVENTS_BYTES)
  if (body === undefined) return refuse(413, 'More than 3 MiB.')
  const events = readEvents(body, request.headers['x-inngest-event-id-seed']?.toString())
  if (!events) return refuse(400, 'Not a list of events.')
  if (events.length > MAX_EVENTS) return refuse(400, `More than ${MAX_EVENTS} events.`)
  await storeEvents(pool, events)
  return { status: 200, body: { ids: events.map((event) => event.id), status: 200 } }
}

const Text = z.string().refine((text) => !text.includes('\u0000'))
const GivenEvent = z.object({
  id: Text.nullish(),
  name: Text.min(1),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().min(-8.64e15).max(8.64e15).optional(),
  user: z.unknown().optional(),
})

/**
 * Completes what the SDK sent. An event without an id gets one derived from the request's seed, so that the SDK sending the same
 * request again stores nothing twice. Null when it is not a list of events.
 */
export function readEvents(body: unknown, seed: string | undefined): RunnerEvent[] | null {
  const given = z.array(GivenEvent).safeParse([body].flat())
  if (!given.success) return null
  const newId = (index: number) => (seed ? createHash('sha256').update(`${seed}:${index}`).digest('hex').slice(0, 26) : ulid())
  return given.data.map(({ id, name, data, ts, user }, index) => ({ id: id || newId(index), name, data: data ?? {}, ts: ts ?? Date.now(), user }))
}

/** Steps that ended within a call still under way. 409 tells the SDK to stop: the call no longer counts. */
async function takeCheckpoint(request: IncomingMessage, runId: string, { pool }: Settings): Promise<Reply> {
  const body = (await readJson(request, MAX_CHECKPOINT_BYTES)) as { qi_id?: string; steps?: StepReport[] } | null | undefined
  const steps = body?.steps ?? []
  if (!body?.qi_id || steps.length === 0 || !steps.every((step) => step.op === 'StepRun')) return refuse(400, 'Not a list of finished steps.')
  const isStored = await storeCheckpoint(pool, body.qi_id, runId, steps.map(toMemo))
  return isStored ? { status: 200, body: {} } : refuse(409, 'Another call drives this run, or none.')
}

/** Undefined when there are more than `limit` bytes, null when they are not JSON. */
async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  if (size > limit) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return null
  }
}
