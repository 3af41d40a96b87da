import { AppError, toAppError } from '@/lib/errors'
import { assertLive } from './assert-live'

/** Another process may disconnect: while calls are under way, the row is asked this often. */
const POLL_MS = 500

type Watch = { end: AbortController; active: number; idle: (() => void)[]; timer?: NodeJS.Timeout }

const globals = globalThis as { __connectionWatches?: Map<string, Watch> }

function watchOf(connectionId: string): Watch {
  const watches = (globals.__connectionWatches ??= new Map())
  const watch = watches.get(connectionId) ?? { end: new AbortController(), active: 0, idle: [] }
  watches.set(connectionId, watch)
  return watch
}

async function poll(connectionId: string): Promise<void> {
  try {
    await assertLive(connectionId)
  } catch (thrown) {
    if (toAppError(thrown).code === 'disconnected') abortRuns(connectionId)
  }
}

/** Aborts, with reason `disconnected`, once the connection has been disconnected: at once in this process, within a second elsewhere. */
export const onDisconnect = (connectionId: string): AbortSignal => watchOf(connectionId).end.signal

/** Ends everything that this process does for the connection; what has begun may finish within its short grace. */
export function abortRuns(connectionId: string): void {
  const { end } = watchOf(connectionId)
  if (!end.signal.aborted) end.abort(new AppError('disconnected', connectionId))
}

/** Counts one call as under way, after the row has been asked whether it may begin. The result ends it. @throws AppError as assertLive. */
export async function beginCall(connectionId: string): Promise<() => void> {
  const watch = watchOf(connectionId)
  watch.active++
  const ended = () => {
    if (--watch.active > 0) return
    clearInterval(watch.timer)
    watch.timer = undefined
    for (const resolve of watch.idle.splice(0)) resolve()
  }
  try {
    await assertLive(connectionId)
    if (watch.end.signal.aborted) throw new AppError('disconnected', connectionId)
  } catch (thrown) {
    ended()
    throw thrown
  }
  watch.timer ??= setInterval(() => void poll(connectionId), POLL_MS).unref()
  return ended
}

/** Resolves when no call of this process is under way for the connection, at the latest after `mostMs`. */
export async function callsEnded(connectionId: string, mostMs: number): Promise<void> {
  const watch = watchOf(connectionId)
  if (watch.active === 0) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, mostMs)
    watch.idle.push(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
