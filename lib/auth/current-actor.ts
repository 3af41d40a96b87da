import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { cache } from 'react'
import { env } from '@/lib/env'
import type { Actor } from './actor'
import { sessionCookieName } from './options'
import { actorOfSession } from './sessions'

/** Who is signed in, or null. One database read per request. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const cookie = (await cookies()).get(sessionCookieName())
  if (!cookie) return null
  const token = await decode({ token: cookie.value, secret: env().NEXTAUTH_SECRET }).catch(() => null)
  return typeof token?.sid === 'string' ? await actorOfSession(token.sid) : null
})
