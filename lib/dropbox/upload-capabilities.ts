import { AppError } from '@/lib/errors'
import { readFailure } from './failure'

/** Which batch routes this account answers; the caller keeps one object a run, the verbs lower it when a route is refused. */
export type UploadCapabilities = { startBatch: boolean; appendBatch: boolean; finishBatch: boolean; entriesPerAppend: number; bytesPerAppend: number }

/** Everything allowed. 80 entries keep the argument header below 12 KB; Dropbox's own cap is not published. */
export const allCapabilities = (): UploadCapabilities => ({
  startBatch: true,
  appendBatch: true,
  finishBatch: true,
  entriesPerAppend: 80,
  bytesPerAppend: 8 * 1024 * 1024,
})

/** True when a reply says that the route itself is absent or closed to us, so that the per-file way must be taken. */
export function isRouteRefused(thrown: unknown): boolean {
  const failure = thrown instanceof AppError ? readFailure(thrown.cause) : null
  return failure !== null && (failure.status === 404 || failure.status === 400 || failure.status === 501 || failure.tags.includes('route_access_denied'))
}

/** True when a reply says that the request was too big for the server: its head (400, 431) or its body (413). */
export function isTooBig(thrown: unknown): boolean {
  const failure = thrown instanceof AppError ? readFailure(thrown.cause) : null
  return failure !== null && ([400, 413, 431].includes(failure.status) || failure.tags.includes('payload_too_large'))
}
