import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveControl } from '../control/serve-control'
import { serveToken } from '../oauth/serve-token'
import { servePage } from '../pages/serve-page'
import { ROUTES } from '../routes'
import type { World } from '../world'
import { send } from './send'
import { serveRoute } from './serve-route'

const REAL_HOSTS: Record<string, string> = {
  'api.dropboxapi.com': 'api', 'api.dropbox.com': 'api', 'content.dropboxapi.com': 'content', 'api-content.dropbox.com': 'content', 'notify.dropboxapi.com': 'notify',
}

function headSize(req: IncomingMessage): number {
  return req.rawHeaders.reduce((sum, text) => sum + text.length + 2, (req.url?.length ?? 0) + 16)
}

/** Takes one HTTP request to the API, the OAuth endpoints, the control API or a page. */
export async function serveRequest(world: World, secure: boolean, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const host = req.headers.host ?? 'localhost'
  const origin = `${secure ? 'https' : 'http'}://${host}`
  const url = new URL(req.url ?? '/', origin)
  if (headSize(req) > world.switches.header_cap) {
    req.resume()
    return send(res, world.switches.header_cap_status, 'text/plain; charset=utf-8', 'Request header too large')
  }
  // A page from elsewhere, open in the same browser, must not steer the control API or press buttons here.
  const foreign = req.headers.origin !== undefined && req.headers.origin !== url.origin
  if (foreign && !/^\/(2|(1\/)?oauth2\/token)/.test(url.pathname)) {
    req.resume()
    return send(res, 403, 'application/json', JSON.stringify({ error: 'foreign origin' }))
  }
  if (url.pathname.startsWith('/_sandbox')) return serveControl(world, req, res, url)
  if (/^(\/1)?\/oauth2\/token$/.test(url.pathname)) return serveToken(world, req, res, url)
  if (!url.pathname.startsWith('/2/')) return servePage(world, req, res, url)
  const route = ROUTES.get(url.pathname.slice(3))
  const wanted = REAL_HOSTS[host]
  if (!route || (wanted !== undefined && wanted !== route.host)) {
    req.resume()
    world.calls.add('unknown', true, 0)
    return send(res, 404, 'text/plain; charset=utf-8', `Unknown API function: "${url.pathname.slice(3)}"`)
  }
  const methods = route.style === 'download' ? ['GET', 'POST'] : ['POST']
  if (!methods.includes(req.method ?? '')) {
    req.resume()
    return send(res, 400, 'text/plain; charset=utf-8', `Error in call to API function "${route.name}": Your request's HTTP request method is "${req.method}".  This function only accepts the following HTTP request methods: ${methods.map((method) => `"${method}"`).join(', ')}.`)
  }
  return serveRoute({ world, req, res, url, origin, route, caller: null, bodyBytes: 0 })
}
