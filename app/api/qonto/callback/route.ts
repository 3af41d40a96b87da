import { followQonto } from '@/app/follow-qonto'
import { qontoReturnPage } from '@/app/qonto-return'
import { currentActor } from '@/lib/auth/current-actor'
import { assertAllowed } from '@/lib/auth/permissions'
import { env } from '@/lib/env'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { completeQontoOAuth } from '@/lib/qonto-access/complete-qonto-oauth'

/** A redirect to a page of ours: the address comes from configuration, and the code in this URL is told to nobody. */
const to = (path: string) =>
  new Response(null, { status: 303, headers: { location: `${env().APP_URL}${path}`, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } })

/** Qonto sends people back here. A GET that writes: protected by the single-use state instead of the Origin. */
export async function GET(request: Request): Promise<Response> {
  const page = await qontoReturnPage()
  const actor = await currentActor()
  // The journey belonged to a session that is over: its code and state are worth nothing in the next one, and belong in no address of ours.
  if (!actor) return to(`/sign-in?next=${encodeURIComponent(page)}`)
  const query = new URL(request.url).searchParams
  const text = (name: string) => query.get(name) ?? undefined
  try {
    assertAllowed(actor.role, 'settings.manage')
    await completeQontoOAuth(actor, { state: text('state'), code: text('code'), error: text('error') })
    await followQonto(actor)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'unexpected') log.error({ err: error.cause ?? error }, 'the return from Qonto failed')
    return to(`${page}?error=${error.code}#qonto`)
  }
  return to(`${page}#qonto`)
}
