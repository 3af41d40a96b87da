import { liveTexts, loadLiveView } from '@/app/(app)/connect/dropbox/load-live-view'
import { apiRoute } from '@/lib/auth/api-route'
import { actorOfSession } from '@/lib/auth/sessions'
import { AppError } from '@/lib/errors'
import { eventStream } from './event-stream'

const STREAM_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }

/** How the export stands: once as JSON, or, for an event stream, now and after every change. */
export const GET = apiRoute('connection.view', async (request, { actor }) => {
  const texts = await liveTexts()
  const first = await loadLiveView(actor.organizationId, texts)
  if (!first) throw new AppError('not_connected')
  if (!request.headers.get('accept')?.includes('text/event-stream')) return Response.json(first)
  const read = async () => {
    // Signing out or losing the role ends the stream too.
    const still = await actorOfSession(actor.sessionId)
    return still?.role === actor.role ? await loadLiveView(actor.organizationId, texts) : null
  }
  return new Response(eventStream({ first, read, signal: request.signal }), { headers: STREAM_HEADERS })
})
