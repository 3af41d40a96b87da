import { z } from 'zod'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { QontoAuth } from './auth'

const ErrorItem = z.object({ code: z.string(), source: z.object({ parameter: z.string().optional() }).nullish().catch(null) })
/** Qonto's own shape, then the gateway's (`{"message":…}`); https://docs.qonto.com/get-started/general/errors */
const ErrorBody = z.union([z.object({ errors: z.array(ErrorItem).min(1) }), z.object({ message: z.string() })])

export type QontoReply = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'qonto_credentials_refused'
  if (status === 403) return 'qonto_forbidden'
  if (status === 404 || status === 410) return 'qonto_not_found'
  if (status === 429) return 'qonto_rate_limited'
  if (status === 408 || status >= 500) return 'qonto_unreachable'
  return status >= 300 && status < 400 ? 'qonto_reply_unreadable' : 'qonto_refused'
}

/** What Qonto found wrong, beside the status: kept as the cause of the AppError. */
export type QontoRefusal = { parameters: string[] }

/** A reply that is not a success, sorted by its status alone; a 401 means another thing for each way to sign in. The detail keeps status, Qonto's error codes and the trace id, no text. */
export function classifyQontoReply(reply: QontoReply, kind: QontoAuth['kind'] = 'api_key'): AppError {
  const items = errorItems(reply.text)
  const detail = [`status ${reply.status}`, ...items.map(({ code }) => code.slice(0, 60)), traceOf(reply)].filter(Boolean).join(', ')
  const cause: QontoRefusal = { parameters: items.flatMap(({ source }) => source?.parameter ?? []) }
  const code = codeOfStatus(reply.status)
  return new AppError(code === 'qonto_credentials_refused' && kind === 'oauth' ? 'qonto_reconnect' : code, detail, { retryAfter: retryAfterSeconds(reply.headers['retry-after']), cause })
}

/** True when Qonto refused a call because of this query parameter. */
export function isRefusedParameter(error: unknown, parameter: string): boolean {
  if (!(error instanceof AppError) || error.code !== 'qonto_refused') return false
  const refusal = error.cause as QontoRefusal | undefined
  return refusal?.parameters.some((name) => name.replace('[]', '') === parameter) ?? false
}

/** What a call threw before any reply came: a time-out, a refused or broken connection. An abort by the caller passes unchanged. */
export function classifyQontoFailure(thrown: unknown, signal?: AbortSignal): unknown {
  if (thrown instanceof AppError || signal?.aborted) return thrown
  return new AppError('qonto_unreachable', failureName(thrown), { cause: thrown })
}

/** Seconds of a `Retry-After` header, as a number or a date; undefined when absent or unreadable. */
export function retryAfterSeconds(header: string | string[] | undefined, present = Date.now()): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (!text) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - present) / 1000)
}

/** The request's trace id, for the log and for Qonto's support. */
export function traceOf(reply: { headers: QontoReply['headers'] }): string | undefined {
  const trace = reply.headers['x-tyk-trace-id']
  return Array.isArray(trace) ? trace[0] : trace
}

function errorItems(text: string): z.output<typeof ErrorItem>[] {
  try {
    const body = ErrorBody.safeParse(JSON.parse(text))
    return body.success && 'errors' in body.data ? body.data.errors : []
  } catch {
    return []
  }
}

function failureName(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown && 'code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown instanceof Error ? thrown.name : typeof thrown
}
