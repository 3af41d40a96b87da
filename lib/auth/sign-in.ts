import { cookies, headers } from 'next/headers'
import { encode } from 'next-auth/jwt'
import { env } from '@/lib/env'
import { addressOf } from './address'
import { authenticate } from './authenticate'
import { currentActor } from './current-actor'
import { sessionCookieName } from './options'
import { endSession, SESSION_SECONDS } from './sessions'

/**
 * Signs the browser in with a new session (an older one of this browser ends) and sets next-auth's cookie. For server
 * actions: works before JavaScript has loaded.
 * @throws AppError `sign_in_failed` or `too_many_attempts`.
 */
export async function signIn(email: string, password: string): Promise<void> {
  const { sessionId, userId } = await authenticate({ email, password, address: addressOf(await headers()) })
  const before = await currentActor()
  if (before) await endSession(before.sessionId)
  const value = await encode({ token: { sub: userId, sid: sessionId }, secret: env().NEXTAUTH_SECRET, maxAge: SESSION_SECONDS })
  const secure = env().APP_URL.startsWith('https://')
  ;(await cookies()).set(sessionCookieName(), value, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: SESSION_SECONDS })
}

/** Ends this browser's session in the database and removes the cookie. Safe to repeat. */
export async function signOut(): Promise<void> {
  const actor = await currentActor()
  if (actor) await endSession(actor.sessionId)
  ;(await cookies()).delete(sessionCookieName())
}

/** Where to go after sign-in: only a path of ours. */
export function safeNext(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[^\s]*$/.test(next) ? next : '/'
}
