import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from '@/app/content-security-policy'

/** Headers with a nonce for each request, and the path for the sign-in redirect. Who may see what is decided in lib/auth. */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy({ nonce, isDevelopment: process.env.NODE_ENV === 'development', dropboxUrl: process.env.DROPBOX_WEB_URL })
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set('x-pathname', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  if (process.env.APP_URL?.startsWith('https://')) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  return response
}

// Not here: Inngest's signed calls, receipt files (they carry a policy of their own) and uploads, whose bodies a proxy would cut at 10 MB.
export const config = { matcher: ['/((?!api/inngest|api/receipts|_next/static|_next/image|icon.svg).*)'] }
