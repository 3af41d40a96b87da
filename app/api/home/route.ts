import { env } from '@/lib/env'

/**
 * Leads a page that was visited under another name of this machine to the configured one. The proxy hands it over to here because Next makes
 * a redirect of the proxy's own relative when both names mean this machine, which would lead nowhere.
 */
export function GET(request: Request): Response {
  const { origin } = new URL(env().APP_URL)
  const home = request.headers.get('x-home') ?? ''
  // The header could come from anyone: it leads to an address of ours or nowhere.
  const location = home.startsWith(`${origin}/`) ? home : `${origin}/`
  return new Response(null, { status: 307, headers: { location, 'cache-control': 'no-store' } })
}
