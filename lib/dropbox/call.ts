import { AppError } from '@/lib/errors'
import { dropboxClient, type Dropbox } from './client'
import { classifyDropboxError } from './errors'
import { readFailure } from './failure'
import type { CallKind } from './rate-gate'
import type { DropboxSession } from './session'

/** A call that is under way when the session ends may finish within this time, so that its outcome is known. */
const GRACE_MS = 700
export const RPC_TIMEOUT_MS = 30_000
export const COMMIT_TIMEOUT_MS = 180_000

/** How long sending `bytes` may take: a minute and the time of a slow line (64 KiB a second). */
export const sendingTimeout = (bytes: number): number => 60_000 + Math.ceil(bytes / 65_536) * 1000

type Call<T> = (client: Dropbox, options: { signal: AbortSignal }) => Promise<{ result: T }>

/** Ends `work` by time-out, or shortly after the session's own end; listeners and timers are gone afterwards. */
async function withDeadline<T>(signal: AbortSignal | undefined, timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const cut = () => controller.abort()
  let timer = setTimeout(cut, timeoutMs)
  const hurry = () => {
    clearTimeout(timer)
    timer = setTimeout(cut, GRACE_MS)
  }
  signal?.addEventListener('abort', hurry, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', hurry)
  }
}

async function once<T>(session: DropboxSession, token: string, timeoutMs: number, call: Call<T>): Promise<T> {
  const ended = await session.begin?.()
  try {
    const { result } = await withDeadline(session.signal, timeoutMs, (signal) => call(dropboxClient(token), { signal }))
    // The SDK gives text where a reply was no JSON, such as one that was cut.
    if (typeof result === 'string') throw new AppError('dropbox_unreachable', 'unreadable reply')
    return result
  } finally {
    ended?.()
  }
}

const isTokenRefused = (thrown: unknown) => {
  const failure = readFailure(thrown)
  return failure?.status === 401 && failure.tags.some((tag) => tag === 'expired_access_token' || tag === 'invalid_access_token')
}

/**
 * One call through the account's gate with a usable token: retried by the gate, repeated once with a new token when Dropbox refuses
 * the current one. @throws AppError with a `dropbox_…` code; its cause is Dropbox's reply.
 */
export function callDropbox<T>(session: DropboxSession, kind: CallKind, timeoutMs: number, call: Call<T>): Promise<T> {
  const attempt = async () => {
    const token = await session.accessToken()
    try {
      return await once(session, token, timeoutMs, call)
    } catch (thrown) {
      if (!isTokenRefused(thrown)) throw classifyDropboxError(thrown)
    }
    const fresh = await session.accessToken({ refused: token })
    try {
      return await once(session, fresh, timeoutMs, call)
    } catch (thrown) {
      throw classifyDropboxError(thrown)
    }
  }
  return session.gate.call(kind, attempt, session.signal).catch(async (thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'dropbox_reconnect') await session.onReconnect?.()
    throw thrown
  })
}
