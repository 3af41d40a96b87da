import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from '@/app/content-security-policy'
import { homeOf, isForeignChange } from '@/app/request-guard'

/** Headers with a nonce for each request, and the path for the sign-in redirect; changes from other sites end here. Who may see what is decided in lib/auth. */
export function proxy(request: NextRequest) {
  const asked = { method: request.method, url: request.url, headers: request.headers, appUrl: process.env.APP_URL || `http://localhost:${process.env.PORT || 3000}` }
  if (isForeignChange(asked)) return NextResponse.json({ error: { code: 'foreign_origin' } }, { status: 403, headers: { 'cache-control': 'no-store' } })
  const home = homeOf(asked)
  if (home) return NextResponse.rewrite(new URL('/api/home', request.url), { request: { headers: new Headers({ 'x-home': home }) } })
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy({ nonce, isDevelopment: process.env.NODE_ENV === 'development', dropboxUrl: process.env.DROPBOX_WEB_URL, qontoUrl: process.env.QONTO_OAUTH_URL })
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
