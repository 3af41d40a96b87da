import { Agent, FormData, request } from 'undici'
import type { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { QontoSession } from './auth'
import { CallLimiter, qontoWindows } from './call-limiter'
import { classifyQontoFailure, classifyQontoReply, type QontoReply, traceOf } from './errors'
import { withRetries } from './with-retries'

export type QontoCall = {
  method: 'GET' | 'POST'
  /** Starts with `/v2/`; ids in it are encoded by the caller. */
  path: string
  /** Name of the call in the log: the path without ids. */
  route: string
  query?: [string, string][]
  form?: () => FormData
  idempotencyKey?: string
}

const MAX_REPLY_BYTES = 20 * 1024 * 1024
const agent = new Agent({ connections: 16, connectTimeout: 10_000, headersTimeout: 30_000, bodyTimeout: 30_000 })
const globals = globalThis as { __qontoLimiter?: CallLimiter }
/** Shared by every organization and every bundle of this process: Qonto counts per IP address. */
const limiter = () => (globals.__qontoLimiter ??= new CallLimiter(qontoWindows(env().PROCESS_ROLE)))

/**
 * One call to the Business API, parsed by `schema`. Retries 429, 5xx and network trouble with back-off; safe for POST too,
 * because every POST carries an idempotency key. Neither the URL nor a header is ever logged.
 * @throws AppError `qonto_*`.
 */
export async function callQonto<T extends z.ZodType>(session: QontoSession, call: QontoCall, schema: T): Promise<z.output<T>> {
  return await withRetries(async (attempt) => {
    const reply = await send(session, call, attempt)
    return parseReply(session, reply, schema)
  }, undefined, session.signal)
}

async function send(session: QontoSession, call: QontoCall, attempt: number): Promise<QontoReply> {
  const token = session.auth.kind === 'oauth' ? await session.auth.accessToken() : undefined
  const reply = await sendOnce(session, call, attempt, token)
  if (reply.status !== 401 || session.auth.kind !== 'oauth') return reply
  return await sendOnce(session, call, attempt, await session.auth.accessToken({ refused: token }))
}

async function sendOnce(session: QontoSession, call: QontoCall, attempt: number, token?: string): Promise<QontoReply> {
  await limiter().take(session.signal)
  const startedAt = performance.now()
  const reply = await exchange(session, call, token)
  const entry = { route: call.route, status: reply.status, ms: Math.round(performance.now() - startedAt), attempt, trace: traceOf(reply) }
  if (reply.status >= 400) log.warn(entry, 'qonto call refused')
  else log.debug(entry, 'qonto call')
  return reply
}

async function exchange(session: QontoSession, call: QontoCall, token?: string): Promise<QontoReply> {
  const url = new URL(env().QONTO_API_URL + call.path)
  for (const [name, value] of call.query ?? []) url.searchParams.append(name, value)
  try {
    const { statusCode, headers, body } = await request(url, {
      method: call.method,
      headers: headersOf(session, call, token),
      body: call.form?.() ?? null,
      dispatcher: agent,
      signal: AbortSignal.any([AbortSignal.timeout(60_000), ...(session.signal ? [session.signal] : [])]),
    })
    return { status: statusCode, headers, text: await readText(body) }
  } catch (error) {
    throw classifyQontoFailure(error, session.signal)
  }
}

function headersOf({ auth }: QontoSession, call: QontoCall, token?: string): Record<string, string> {
  const staging = env().QONTO_STAGING_TOKEN
  return {
    accept: 'application/json',
    authorization: auth.kind === 'api_key' ? `${auth.login}:${auth.secret}` : `Bearer ${token}`,
    ...(call.idempotencyKey ? { 'X-Qonto-Idempotency-Key': call.idempotencyKey } : {}),
    ...(staging ? { 'X-Qonto-Staging-Token': staging } : {}),
  }
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MAX_REPLY_BYTES) throw new AppError('qonto_reply_unreadable', 'reply too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A success that parses, else the AppError it means. A page of HTML with status 200 is the sandbox's sign-in page. */
function parseReply<T extends z.ZodType>({ auth }: QontoSession, reply: QontoReply, schema: T): z.output<T> {
  if (reply.status < 200 || reply.status >= 300) {
    const error = classifyQontoReply(reply, auth.kind)
    if (error.code === 'qonto_rate_limited') limiter().pause(Math.min(error.retryAfter ?? 1, 60))
    throw error
  }
  let body: unknown
  try {
    body = reply.text === '' ? {} : JSON.parse(reply.text)
  } catch {
    throw new AppError('qonto_reply_unreadable', `not JSON, ${reply.text.length} characters, trace ${traceOf(reply)}`)
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map((issue) => issue.path.join('.')).slice(0, 5)
  throw new AppError('qonto_reply_unreadable', `unexpected ${places.join(', ')}, trace ${traceOf(reply)}`)
}
