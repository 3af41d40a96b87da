import { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import { AppError } from '@/lib/errors'

/** The part of a fetch reply that callers here use. */
export type Reply = { ok: boolean; status: number; headers: Headers; text(): Promise<string> }

export type Sending = {
  method: string
  headers: Record<string, string>
  /** Several buffers are sent one after the other without being copied together. */
  body?: string | Buffer | Buffer[] | null
  signal?: AbortSignal
}

const globals = globalThis as { __dropboxAgent?: Agent }
const agent = () => (globals.__dropboxAgent ??= new Agent({ keepAliveTimeout: 15_000, connectTimeout: 10_000 }))

function bodyOf(sending: Sending) {
  const { body, headers } = sending
  if (!Array.isArray(body)) return { body: body ?? undefined, headers }
  const length = body.reduce((sum, buffer) => sum + buffer.length, 0)
  if (length === 0) return { body: undefined, headers: { ...headers, 'content-length': '0' } }
  return { body: Readable.from(body), headers: { ...headers, 'content-length': String(length) } }
}

/**
 * One HTTP call. Redirects are not followed, so that a token never travels to another host. Errors name no URL.
 * @throws AppError `dropbox_unreachable` when no reply came, with the socket's code.
 */
export async function send(url: string, sending: Sending): Promise<Reply> {
  try {
    const reply = await request(url, { method: sending.method, ...bodyOf(sending), signal: sending.signal, dispatcher: agent() })
    const text = await reply.body.text()
    const headers = new Headers()
    for (const [name, value] of Object.entries(reply.headers)) if (value !== undefined) headers.set(name, String(value))
    return { ok: reply.statusCode >= 200 && reply.statusCode < 300, status: reply.statusCode, headers, text: async () => text }
  } catch (thrown) {
    const { code, name } = thrown as { code?: unknown; name?: unknown }
    throw new AppError('dropbox_unreachable', typeof code === 'string' ? code : String(name))
  }
}
