import { currentActor } from '@/lib/auth/current-actor'
import { assertAllowed } from '@/lib/auth/permissions'
import { completeOAuth } from '@/lib/connections/complete-oauth'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { env } from '@/lib/env'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'

const STATUS = '/connect/dropbox'
const WIZARD = '/connect/dropbox/setup/account'

/** A redirect to a page of ours: the address comes from configuration, and the code in this URL is told to nobody. */
const to = (path: string) =>
  new Response(null, { status: 303, headers: { location: `${env().APP_URL}${path}`, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } })

/** Dropbox sends people back here. The one GET that writes: protected by the single-use state instead of the Origin. */
export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor()
  // The journey belonged to a session that is over: its code and state are worth nothing in the next one, and belong in no address of ours.
  if (!actor) return to(`/sign-in?next=${encodeURIComponent(STATUS)}`)
  const query = new URL(request.url).searchParams
  const text = (name: string) => query.get(name) ?? undefined
  try {
    assertAllowed(actor.role, 'connection.manage')
    const { purpose } = await completeOAuth(actor, { state: text('state'), code: text('code'), error: text('error') })
    return to(purpose === 'reconnect' ? STATUS : WIZARD)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'unexpected') log.error({ err: error.cause ?? error }, 'the return from Dropbox failed')
    const isLive = (await findLiveConnection(actor.organizationId)) !== null
    return to(`${isLive ? STATUS : WIZARD}?error=${error.code}`)
  }
}
