import type { IncomingMessage, ServerResponse } from 'node:http'
import { ControlError } from '../control/control-error'
import type { World } from '../world'
import { answerAuthorizePage, showAuthorizePage } from './authorize-page'
import { changeFolder } from './browser-actions'
import { showFolder } from './browser-page'
import { serveConnectedApps } from './connected-apps-page'
import { sendTemporary, showContent, showSharedLink } from './content-page'
import { html } from './html'
import { sendPage } from './layout'

function pathUnder(prefix: string, url: URL): string {
  return decodeURIComponent(url.pathname.slice(prefix.length)).replace(/\/+$/, '')
}

async function serve(world: World, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const { pathname } = url
  const post = req.method === 'POST'
  if (/^(\/1)?\/oauth2\/authorize$/.test(pathname)) return post ? answerAuthorizePage(world, req, res) : showAuthorizePage(world, req, res, url)
  if (pathname === '/') return void res.writeHead(302, { location: '/home' }).end()
  if (pathname === '/account/connected_apps') return serveConnectedApps(world, req, res)
  if (/^\/home(\/|$)/.test(pathname)) {
    const path = pathUnder('/home', url)
    return post ? changeFolder(world, req, res, url, path) : showFolder(world, req, res, url, path)
  }
  if (pathname.startsWith('/content/')) return showContent(world, req, res, url, pathUnder('/content', url))
  const temporary = /^\/cd\/0\/get\/([^/]+)\/file\/(.*)$/.exec(pathname)
  if (temporary) return sendTemporary(world, req, res, temporary[1] ?? '', decodeURIComponent(temporary[2] ?? ''))
  const shared = /^\/scl\/f[io]\/([^/]+)/.exec(pathname)
  if (shared) return showSharedLink(world, req, res, url, shared[1] ?? '')
  sendPage(res, 404, 'Not found', html`<div class="card"><h1>Not found</h1><p><a href="/home">All files</a></p></div>`, true)
}

/** Serves everything that is not the API: the authorize page, the folder browser, links. */
export async function servePage(world: World, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  try {
    await serve(world, req, res, url)
  } catch (error) {
    if (!(error instanceof ControlError) && !(error instanceof URIError)) throw error
    sendPage(res, 400, 'That did not work', html`<div class="card"><h1>That did not work</h1><p class="notice">${error.message}</p></div>`, true)
  }
}
