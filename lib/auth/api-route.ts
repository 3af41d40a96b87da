import { env } from '@/lib/env'
import { AppError, toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Actor } from './actor'
import { currentActor } from './current-actor'
import { assertAllowed, type Permission } from './permissions'

const NO_STORE = { 'cache-control': 'no-store' }

/**
 * A route handler for signed-in members: session, permission and, for anything but GET, the Origin are checked before
 * `work` runs. Errors become `{ error: { code, errorId? } }` with the code's status.
 */
export function apiRoute<P = Record<string, never>>(permission: Permission, work: (request: Request, context: { actor: Actor; params: P }) => Promise<Response>) {
  return async (request: Request, route: { params: Promise<P> }): Promise<Response> => {
    let who: Pick<Actor, 'userId' | 'organizationId'> | null = null
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') assertOwnOrigin(request)
      const actor = await currentActor()
      if (!actor) throw new AppError('signed_out')
      who = actor
      assertAllowed(actor.role, permission)
      const params = await route.params
      // PostgreSQL takes no NUL in a text: nothing can have such an id.
      if (JSON.stringify(params ?? {}).includes('\\u0000')) throw new AppError('not_found')
      const response = await work(request, { actor, params })
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
      return response
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'unexpected') return Response.json({ error: { code: error.code } }, { status: error.status, headers: NO_STORE })
      const errorId = crypto.randomUUID()
      log.error({ errorId, permission, userId: who?.userId, organizationId: who?.organizationId, err: error.cause ?? error }, 'a request failed')
      return Response.json({ error: { code: 'unexpected', errorId } }, { status: 500, headers: NO_STORE })
    }
  }
}

/** @throws AppError `foreign_origin` when a browser names another site, or none, as the sender of a change. */
export function assertOwnOrigin(request: Request): void {
  const given = request.headers.get('origin')
  if (given !== new URL(env().APP_URL).origin) throw new AppError('foreign_origin')
}
