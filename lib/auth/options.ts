import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { env } from '@/lib/env'
import { toAppError } from '@/lib/errors'
import { addressOf } from './address'
import { authenticate } from './authenticate'
import { endSession, SESSION_SECONDS } from './sessions'

const isHttps = () => env().APP_URL.startsWith('https://')

/** Name of the session cookie: `__Host-` (Secure, this host, path /) over https. */
export const sessionCookieName = () => (isHttps() ? '__Host-receipts.session' : 'receipts.session')

/** next-auth's settings. The cookie carries a session id only; lib/auth/sessions.ts decides what it is worth. */
export function authOptions(): NextAuthOptions {
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: isHttps(),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookie },
      callbackUrl: { name: isHttps() ? '__Host-receipts.callback' : 'receipts.callback', options: cookie },
      csrfToken: { name: isHttps() ? '__Host-receipts.csrf' : 'receipts.csrf', options: cookie },
    },
    providers: [
      CredentialsProvider({
        name: 'E-mail and password',
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        async authorize(credentials, request) {
          try {
            const address = addressOf(new Headers(request.headers as Record<string, string>))
            const { sessionId, userId } = await authenticate({ email: credentials?.email ?? '', password: credentials?.password ?? '', address })
            return { id: userId, sessionId }
          } catch (error) {
            if (toAppError(error).next === 'refuse') return null
            throw error
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: (user as { sessionId?: string }).sessionId } : token),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) => (/^\/(?![/\\])/.test(url) ? `${env().APP_URL}${url}` : `${env().APP_URL}/`),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await endSession(token.sid)
      },
    },
  }
}
