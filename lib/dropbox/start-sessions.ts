import { AppError } from '@/lib/errors'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import type { DropboxSession } from './session'
import { isRouteRefused, type UploadCapabilities } from './upload-capabilities'

const MOST = 1000

async function startBatch(session: DropboxSession, count: number): Promise<string[]> {
  const reply = await callDropbox(session, 'append', RPC_TIMEOUT_MS, (client, options) => client.filesUploadSessionStartBatch({ num_sessions: count }, options))
  if (reply.session_ids.length !== count) throw new AppError('dropbox_unreachable', 'wrong number of upload sessions')
  return reply.session_ids
}

/** One empty upload session by a call of its own. */
export async function startSession(session: DropboxSession): Promise<string> {
  const reply = await callDropbox(session, 'append', RPC_TIMEOUT_MS, (client, options) => client.filesUploadSessionStart({ close: false, contents: Buffer.alloc(0) }, options))
  return reply.session_id
}

/** Ids of `count` empty upload sessions, usable for 7 days: one call for up to 1000, or one each where the batch route is refused. */
export async function startSessions(session: DropboxSession, count: number, capabilities: UploadCapabilities): Promise<string[]> {
  const ids: string[] = []
  while (capabilities.startBatch && ids.length < count) {
    try {
      ids.push(...(await startBatch(session, Math.min(MOST, count - ids.length))))
    } catch (thrown) {
      if (!isRouteRefused(thrown)) throw thrown
      capabilities.startBatch = false
    }
  }
  const rest = await Promise.all(Array.from({ length: count - ids.length }, () => startSession(session)))
  return [...ids, ...rest]
}
