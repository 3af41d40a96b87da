import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Agent, request, type IncomingMessage } from 'node:http'
import canonicalize from 'canonicalize'
import { assertSupported, parseDuration, type FunctionConfig } from './functions'
import type { Memo, Outcome } from './settle'

/** Idle connections are given up before the app's own limit of five seconds, so that no call meets a closed one. */
const agent = new Agent({ keepAlive: true, timeout: 4000 })
const LONGEST_CALL_MS = 2 * 3_600_000

export interface AppTarget {
  /** The app's route, `http://127.0.0.1:3000/api/inngest`. */
  serveUrl: string
  signingKey: string
  signal: AbortSignal
}

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
export async function callApp(
  target: AppTarget,
  method: 'POST' | 'PUT',
  query: Record<string, string>,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const url = new URL(target.serveUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  // The form in which the SDK checks the signature (RFC 8785).
  const text = canonicalize(body) ?? ''
  const signed = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'x-inngest-signature': signatureOf(text, target.signingKey) }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { method, agent, signal: target.signal, headers: { ...headers, ...signed } })
    const timer = setTimeout(() => sent.destroy(new Error('The call took too long.')), LONGEST_CALL_MS)
    sent.once('close', () => clearTimeout(timer))
    sent.once('response', resolve)
    sent.once('error', (error: NodeJS.ErrnoException) => {
      const isAway = error.code === 'ECONNREFUSED' || (error.code === 'ECONNRESET' && sent.reusedSocket)
      reject(isAway ? new AppAwayError(error.code) : error)
    })
    sent.end(text)
  })
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return readAnswer(response, Buffer.concat(chunks).toString('utf8'))
}

function readAnswer({ statusCode = 0, headers }: IncomingMessage, text: string): Answer {
  const answer = { status: statusCode, isFinal: headers['x-inngest-no-retry'] === 'true', retryAfter: headers['retry-after'] }
  try {
    return { ...answer, isFromSdk: headers['x-inngest-sdk'] !== undefined, body: text === '' ? null : JSON.parse(text) }
  } catch {
    return { ...answer, isFromSdk: false, body: null }
  }
}

/** The app could not be asked for its functions, now; it may be starting, or have other keys. */
export class AppAnswerError extends Error {}

/**
 * Asks the app for its functions.
 * @throws UnsupportedFunctionError when one asks for too much; AppAnswerError when the app did not answer as the SDK does.
 */
export async function fetchFunctions(target: AppTarget): Promise<FunctionConfig[]> {
  const answer = await callApp(target, 'PUT', {}, { url: target.serveUrl }, { 'x-inngest-sync-kind': 'in_band' }).catch((cause: unknown) => {
    throw new AppAnswerError('The app does not answer.', { cause })
  })
  if (answer.status !== 200 || !answer.isFromSdk) throw new AppAnswerError(`The app answered ${answer.status} when asked for its functions.`)
  const { functions } = answer.body as { functions: FunctionConfig[] }
  functions.forEach(assertSupported)
  return functions
}

/** In real time, whatever the app's clock says: the SDK allows five minutes. */
function signatureOf(text: string, signingKey: string): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `t=${seconds}&s=${createHmac('sha256', signingKey).update(text).update(String(seconds)).digest('hex')}`
}

/** True for the bearer token with which the app calls back, derived from the bare hex key as the SDK does it. */
export function isBearerOf(signingKey: string, authorization: string | undefined): boolean {
  return isSameSecret(authorization ?? '', `Bearer ${createHash('sha256').update(Buffer.from(signingKey, 'hex')).digest('hex')}`)
}

/** Compares two secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** One step as the SDK reports it. The name of a sleep is its length or its end. */
export interface StepReport {
  id: string
  op: string
  name?: string
  displayName?: string
  data?: unknown
  error?: unknown
}

/** Errors of the runner itself: `code` is what the activity page translates. */
export function runnerError(code: string, message: string): { name: string; code: string; message: string } {
  return { name: 'RunnerError', code, message }
}

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
    const { id, op, error, data = null } = report
    const name = nameOf(report)
    if (op === 'StepRun') outcome.memos.push(toMemo(report))
    else if (op === 'StepPlanned') outcome.opened.push({ id, name, wakeAt: null })
    else if (op === 'StepFailed' || (op === 'StepError' && answer.isFinal)) outcome.memos.push({ id, name, state: 'error', value: error })
    else if (op === 'StepError') return tryAgain(error, answer)
    else if (op === 'RunComplete') outcome.output = { value: data }
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

const nameOf = ({ id, name, displayName }: StepReport) => displayName ?? name ?? id

/** A step that ran to its end, as the function will remember it. */
export function toMemo(report: StepReport): Memo {
  return { id: report.id, name: nameOf(report), state: 'data', value: report.data ?? null }
}

function sleepEnd(text: string, now: Date): Date | null {
  const span = parseDuration(text)
  const end = new Date(span === null ? text : now.getTime() + span)
  return Number.isNaN(end.getTime()) ? null : end
}

/** Whole seconds or a date, between one second and a day as on the real server. Null when the app named nothing. */
function readRetryAfter(text: string | undefined): number | null {
  if (!text) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : new Date(text).getTime() - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 1000), 86_400_000)
}
