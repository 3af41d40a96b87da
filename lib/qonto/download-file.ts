import { Agent, type Dispatcher, request } from 'undici'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { classifyQontoFailure, retryAfterSeconds } from './errors'
import { checkFileUrl, lookupPublic } from './file-address'

const LIMITS = { connectTimeout: 10_000, headersTimeout: 30_000, bodyTimeout: 30_000, connections: 32 }
const MAX_REDIRECTS = 3
const SLOWEST_BYTES_PER_SECOND = 20_000

const publicAgent = new Agent({ ...LIMITS, connect: { lookup: lookupPublic } })
const ownAgent = new Agent(LIMITS)

/** `length` is the announced Content-Length in bytes, null when there is none. The body must be read or destroyed. */
export type Download = { length: number | null; contentType: string; body: Dispatcher.ResponseData['body'] }

/**
 * Starts a plain GET of a pre-signed address, without our credentials. Every hop is checked, at most three redirects.
 * `size` (bytes) bounds the time: a minute, and more for a file that is large.
 * @throws AppError `receipt_url_refused` · `receipt_gone` (404, 410) · `qonto_forbidden` (403, as when expired) ·
 *   `qonto_rate_limited` · `qonto_unreachable` · `qonto_refused`.
 */
export async function downloadFile(address: string, size: number, signal?: AbortSignal): Promise<Download> {
  const timeCap = AbortSignal.timeout(60_000 + Math.ceil((size / SLOWEST_BYTES_PER_SECOND) * 1000))
  const anySignal = AbortSignal.any([timeCap, ...(signal ? [signal] : [])])
  let url = checkFileUrl(address, env().QONTO_API_URL)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const reply = await get(url, anySignal, signal)
    const location = reply.headers.location
    if (reply.statusCode >= 300 && reply.statusCode < 400 && typeof location === 'string') {
      await discard(reply)
      url = checkFileUrl(location, env().QONTO_API_URL, url)
      continue
    }
    if (reply.statusCode === 200) return { length: contentLength(reply), contentType: String(reply.headers['content-type'] ?? ''), body: reply.body }
    await discard(reply)
    throw failureOf(reply)
  }
  throw new AppError('receipt_url_refused', 'too many redirects')
}

async function get(url: URL, signal: AbortSignal, callers?: AbortSignal): Promise<Dispatcher.ResponseData> {
  const isOwn = url.origin === new URL(env().QONTO_API_URL).origin
  try {
    const reply = await request(url, { dispatcher: isOwn ? ownAgent : publicAgent, headers: headersFor(url, isOwn), signal })
    // Whoever reads the body meets its errors; one that nobody reads any more must not end the process.
    reply.body.on('error', () => undefined)
    return reply
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof AppError ? error.cause : error
    throw classifyQontoFailure(cause, callers)
  }
}

/** Qonto's own sandbox asks for its header on the addresses that it returns, too. */
function headersFor(url: URL, isOwn: boolean): Record<string, string> {
  const staging = env().QONTO_STAGING_TOKEN
  const wantsStaging = staging && (isOwn || url.hostname.endsWith('.staging.qonto.co'))
  return { 'accept-encoding': 'identity', ...(wantsStaging ? { 'X-Qonto-Staging-Token': staging } : {}) }
}

function contentLength({ headers }: Dispatcher.ResponseData): number | null {
  const text = headers['content-length']
  return typeof text === 'string' && headers['content-encoding'] === undefined ? Number(text) : null
}

async function discard({ body }: Dispatcher.ResponseData): Promise<void> {
  await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
}

function failureOf({ statusCode, headers }: Dispatcher.ResponseData): AppError {
  const detail = `file status ${statusCode}`
  if (statusCode === 404 || statusCode === 410) return new AppError('receipt_gone', detail)
  if (statusCode === 401 || statusCode === 403) return new AppError('qonto_forbidden', detail)
  const retryAfter = retryAfterSeconds(headers['retry-after'])
  if (statusCode === 429) return new AppError('qonto_rate_limited', detail, { retryAfter })
  if (statusCode >= 500 || statusCode === 408) return new AppError('qonto_unreachable', detail, { retryAfter })
  return new AppError('qonto_refused', detail)
}
