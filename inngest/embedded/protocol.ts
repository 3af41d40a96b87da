import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import canonicalize from 'canonicalize'
import { ulid } from 'ulid'
import { z } from 'zod'
import { assertSupported, parseDuration, type FunctionConfig } from './functions'
import type { Settings } from './start'
import { runnerError, storeEvents, storeMemos, type Memo, type Outcome, type RunnerEvent } from './store'

const LONGEST_CALL_MS = 2 * 3_600_000
const MAX_EVENTS_BYTES = 3 * 1024 * 1024
const MAX_EVENTS = 5000
const LATEST = Date.UTC(9999, 11, 31)

/** Idle connections are given up before the app's own limit of five seconds, so that no call meets a closed one. */
const agent = new Agent({ keepAlive: true, timeout: 4000 })

// What we ask the app.

/** The app's route and its key; `signal` gives up the calls under way. */
export type AppTarget = Pick<Settings, 'serveUrl' | 'signingKey'> & { signal: AbortSignal }

/** What the app said. `isFromSdk` is false when a proxy or a crashed app answered in its place. */
export interface Answer {
  status: number
  isFromSdk: boolean
  isFinal: boolean
  retryAfter: string | undefined
  body: unknown
}

/** The app could not be asked: it refused the connection, so nothing of the call has run. */
export class AppAwayError extends Error {}

/**
 * One signed call to the app's route. Waits up to two hours for the answer: `fetch` would give up after five minutes.
 * @throws AppAwayError when the app does not listen; any other error when the connection broke under way.
 */
export async function callApp(target: AppTarget, method: 'POST' | 'PUT', query: string, body: object, more: Record<string, string>): Promise<Answer> {
  // The form in which the SDK checks the signature (RFC 8785).
  const text = canonicalize(body) ?? ''
  const headers = { ...more, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'x-inngest-signature': sign(text, target) }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(target.serveUrl + query, { method, agent, headers, signal: target.signal, timeout: LONGEST_CALL_MS })
    sent.once('timeout', () => sent.destroy(new Error('The call took too long.')))
    sent.once('response', resolve)
    sent.once('error', (error: NodeJS.ErrnoException) => {
      const isAway = error.code === 'ECONNREFUSED' || (error.code === 'ECONNRESET' && sent.reusedSocket)
      // The code alone: the words name addresses.
      reject(isAway ? new AppAwayError(error.code) : new Error(error.code ?? 'The connection broke.'))
    })
    sent.end(text)
  })
  const said = await readText(response)
  const answered = said === '' ? null : parseJson(said)
  return {
    status: response.statusCode ?? 0,
    isFromSdk: response.headers['x-inngest-sdk'] !== undefined && answered !== undefined,
    isFinal: response.headers['x-inngest-no-retry'] === 'true',
    retryAfter: response.headers['retry-after'],
    body: answered,
  }
}

/** In real time, whatever the app's clock says: the SDK allows five minutes. */
function sign(text: string, { signingKey }: AppTarget): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `t=${seconds}&s=${createHmac('sha256', signingKey).update(`${text}${seconds}`).digest('hex')}`
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Asks the app for its functions.
 * @throws UnsupportedFunctionError when one asks for too much; any other error when the app did not answer as the SDK does.
 */
export async function fetchFunctions(target: AppTarget): Promise<FunctionConfig[]> {
  const { status, isFromSdk, body } = await callApp(target, 'PUT', '', { url: target.serveUrl }, { 'x-inngest-sync-kind': 'in_band' })
  if (status !== 200 || !isFromSdk) throw new Error(`The app answered ${status} when asked for its functions.`)
  return (body as { functions: FunctionConfig[] }).functions.map(assertSupported)
}

/** One step as the SDK reports it. The name of a sleep is its length or its end. */
const StepReport = z.object({
  id: z.string(), op: z.string(), name: z.string().optional(), displayName: z.string().optional(), data: z.unknown().optional(), error: z.unknown().optional(),
})
type StepReport = z.output<typeof StepReport>

/** The run cannot go on, whatever the app says. */
export const failure = (code: string, message: string): Outcome => ({ kind: 'fail', error: runnerError(code, message) })

/** What an answer of the app means; `now` is the app's time, from which sleeps are counted. */
export function interpretAnswer(answer: Answer, now: Date): Outcome {
  const { status, body, isFinal, isFromSdk } = answer
  if (!isFromSdk) {
    const error = runnerError('app_answer_unreadable', `The app answered ${status} without the mark of the Inngest SDK.`)
    return { kind: 'retry', error, isCounted: false, isCrash: true, delay: null }
  }
  if (status === 206) return interpretReports([body as StepReport | StepReport[]].flat(), answer, now)
  if (status === 200) return { kind: 'progress', memos: [], opened: [], output: { value: body } }
  return isFinal ? { kind: 'fail', error: body } : tryAgain(body, answer)
}

const tryAgain = (error: unknown, { retryAfter }: Answer): Outcome => ({
  kind: 'retry', error, isCounted: true, isCrash: false, delay: readRetryAfter(retryAfter),
})

function interpretReports(reports: StepReport[], answer: Answer, now: Date): Outcome {
  const outcome: Outcome & { kind: 'progress' } = { kind: 'progress', memos: [], opened: [] }
  for (const report of reports) {
    const { op } = report
    const memo = toMemo(report)
    const { id, name } = memo
    if (op === 'StepRun') outcome.memos.push(memo)
    else if (op === 'StepPlanned') outcome.opened.push({ id, name, wakeAt: null })
    else if (op === 'StepFailed' || (op === 'StepError' && answer.isFinal)) outcome.memos.push({ id, name, state: 'error', value: report.error })
    else if (op === 'StepError') return tryAgain(report.error, answer)
    else if (op === 'RunComplete') outcome.output = { value: report.data ?? null }
    else if (op === 'DiscoveryRequest') outcome.isUnfinished = true
    else if (op === 'Sleep') {
      const wakeAt = sleepEnd(report.name ?? '', now)
      if (!wakeAt) return failure('sleep_unreadable', `The sleep "${name}" names no time.`)
      outcome.opened.push({ id, name, wakeAt })
    } else {
      return failure('unsupported_step', `The step "${name}" uses ${op}, which the embedded runner does not support.`)
    }
  }
  return outcome
}

/** A step that ran to its end, as the function will remember it. */
const toMemo = ({ id, name, displayName, data = null }: StepReport): Memo => ({ id, name: displayName ?? name ?? id, state: 'data', value: data })

function sleepEnd(text: string, now: Date): Date | null {
  const span = parseDuration(text)
  const end = new Date(span === null ? text : now.getTime() + span)
  return end.getTime() >= 0 && end.getTime() <= LATEST ? end : null
}

/** Whole seconds or a date, between one second and a day as on the real server. Null when the app named nothing. */
function readRetryAfter(text: string | undefined): number | null {
  if (!text) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : new Date(text).getTime() - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 1000), 86_400_000)
}

// What the SDK asks of us.

type Reply = { status: number } & Record<string, unknown>

const refuse = (status: number, error: string): Reply => ({ status, error })

/**
 * The paths that the SDK calls: events in, finished steps, registration. All answer in every state: they only write to the database.
 * `GET /health` answers 200 while runs are driven, here or by the owner that this one stands by for, else 503 with the `problem`.
 */
export function createRunnerServer(settings: Settings, problem: () => string | null): Server {
  return createServer((request, response) => {
    void answer(request, settings, problem)
      .catch((error: unknown) => {
        settings.log({ event: 'runner.intake_failed', reason: error instanceof Error ? error.name : 'unknown' })
        return refuse(500, 'The runner could not store the request.')
      })
      .then((reply) => response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply)))
  })
}

async function answer(request: IncomingMessage, { pool, eventKey, signingKey }: Settings, problem: () => string | null): Promise<Reply> {
  const { method, headers, url = '/' } = request
  if (method === 'GET' && url === '/health') return problem() === null ? { status: 200 } : refuse(503, problem() ?? '')
  const [, key] = /^\/e\/([^/?]+)$/.exec(url) ?? []
  const [, runId] = /^\/v1\/checkpoint\/(\w+)\/async$/.exec(url) ?? []
  if (method !== 'POST' || !(key || runId || url.startsWith('/fn/register'))) return refuse(404, 'Unknown path.')
  const isKnown = key ? isSameSecret(decodeURIComponent(key), eventKey) : isBearerOf(signingKey, headers.authorization)
  if (!isKnown) return refuse(401, 'Unknown key.')
  if (key && !(Number(headers['content-length']) <= MAX_EVENTS_BYTES)) return refuse(413, 'More than 3 MiB, or of unknown length.')
  const body = parseJson(await readText(request))
  if (key) {
    const events = readEvents(body, headers['x-inngest-event-id-seed']?.toString())
    if (!events) return refuse(400, `Not a list of at most ${MAX_EVENTS} events.`)
    await storeEvents(pool, events)
    return { status: 200, ids: events.map((event) => event.id) }
  }
  if (runId) {
    const { data } = Checkpoint.safeParse(body)
    if (!data) return refuse(400, 'Not a list of finished steps.')
    // 409 tells the SDK to stop: the call no longer counts.
    const isStored = await storeMemos(pool, data.qi_id, { runId, stepId: 'step' }, data.steps.map(toMemo))
    return isStored ? { status: 200 } : refuse(409, 'Another call drives this run, or none.')
  }
  // The owner asks for the functions by itself, every minute.
  return { status: 200, ok: true, modified: false }
}

/** True for the bearer token with which the app calls back, derived from the bare hex key as the SDK does it. */
function isBearerOf(signingKey: string, authorization = ''): boolean {
  return isSameSecret(authorization, `Bearer ${createHash('sha256').update(Buffer.from(signingKey, 'hex')).digest('hex')}`)
}

/** Compares two secrets in constant time, whatever their lengths. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** Steps that ended within a call still under way; `qi_id` is the epoch that the call was made in. */
const Checkpoint = z.object({ qi_id: z.string().regex(/^\d+$/), steps: z.array(StepReport.extend({ op: z.literal('StepRun') })).min(1) })

const Text = z.string().refine((text) => !text.includes('\u0000'))
const GivenEvents = z.array(z.object({
  id: Text.nullish(),
  name: Text.min(1),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().min(-8.64e15).max(LATEST).optional(),
  user: z.unknown().optional(),
})).max(MAX_EVENTS)

/**
 * Completes what the SDK sent. An event without an id gets one derived from the request's seed, so that the SDK sending the same
 * request again stores nothing twice. Null when it is not a list of events, or one of too many.
 */
export function readEvents(body: unknown, seed: string | undefined): RunnerEvent[] | null {
  const { data: given } = GivenEvents.safeParse([body].flat())
  const newId = (index: number) => (seed ? createHash('sha256').update(`${seed}:${index}`).digest('hex').slice(0, 26) : ulid())
  return given?.map(({ id, name, data, ts, user }, index) => ({ id: id || newId(index), name, data: data ?? {}, ts: ts ?? Date.now(), user })) ?? null
}
