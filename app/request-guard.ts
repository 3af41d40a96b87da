const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Called by other servers, which send no Origin; each call is signed instead. */
const SIGNED = ['/api/dropbox/webhook', '/api/qonto/webhook', '/api/inngest']

type Asked = { method: string; url: string; headers: Headers; appUrl: string }

/** True for a change that does not come from a page of ours. Browsers name the Origin with every change, and no page can forge it. */
export function isForeignChange({ method, url, headers, appUrl }: Asked): boolean {
  const { pathname } = new URL(url)
  if (SAFE_METHODS.has(method) || SIGNED.includes(pathname)) return false
  const origin = headers.get('origin')
  // next-auth asks for its anti-forgery token besides, so that programs may sign in too.
  if (origin === null && pathname.startsWith('/api/auth/')) return false
  return origin !== new URL(appUrl).origin
}

/**
 * Where a page visited under another name of this machine really lives: cookies and the return from Dropbox belong to APP_URL's name. Null
 * for anything else, and always when APP_URL or the name asked for is not this machine's.
 */
export function homeOf({ method, url, headers, appUrl }: Asked): string | null {
  const home = new URL(appUrl)
  const asked = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(headers.get('host') ?? '')
  const name = asked?.[1]?.toLowerCase() ?? ''
  const isSamePort = (asked?.[2] ?? '80') === (home.port || '80')
  if (method !== 'GET' || home.protocol !== 'http:' || !LOOPBACK.has(home.hostname) || !LOOPBACK.has(name) || name === home.hostname || !isSamePort) return null
  const isPage = headers.get('sec-fetch-mode') === 'navigate' || (headers.get('accept')?.includes('text/html') ?? false)
  const { pathname, search } = new URL(url)
  if (!isPage || pathname.startsWith('/api/')) return null
  // Put together as text: a path that begins with two slashes must not become another host.
  return `${home.origin}${pathname}${search}`
}
