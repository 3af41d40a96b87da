import { Agent, request, type IncomingMessage } from 'node:http'
import { signRequest } from './signature'

/** Idle connections are given up before the app's own limit of five seconds, so that no call meets a closed one. */
const agent = new Agent({ keepAlive: true, timeout: 4000 })
const LONGEST_CALL_MS = 2 * 3_600_000

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

interface CallTarget {
  serveUrl: string
  signingKey: string
  signal: AbortSignal
}

/**
 * One signed call to the app's route. Waits up to two hours for the answer: `fetch` would give up after five minutes.
 * @throws AppAwayError when the app does not listen; any other error when the connection broke under way.
 */
export async function callApp(target: CallTarget, method: 'POST' | 'PUT', query: Record<string, string>, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const url = new URL(target.serveUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const { text, signature } = signRequest(body, target.signingKey)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      method,
      agent,
      signal: target.signal,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'x-inngest-signature': signature },
    })
    sent.once('response', resolve)
    sent.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ECONNREFUSED' || (error.code === 'ECONNRESET' && sent.reusedSocket) ? new AppAwayError(error.code) : error))
    const timer = setTimeout(() => sent.destroy(new Error('The call took too long.')), LONGEST_CALL_MS)
    sent.once('close', () => clearTimeout(timer))
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
