import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendBlob } from '../content/send-blob'
import { personOf } from '../control/person'
import { openToken } from '../http/cursor-token'
import { callerOf } from '../http/call'
import { send } from '../http/send'
import type { Blob, Version } from '../state/types'
import { locate } from '../tree/locate'
import type { World } from '../world'
import { accountFor } from './browser-page'
import { html } from './html'
import { sendPage } from './layout'

const TYPES: Record<string, string> = {
  pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', txt: 'text/plain; charset=utf-8',
  json: 'text/plain; charset=utf-8', csv: 'text/plain; charset=utf-8', md: 'text/plain; charset=utf-8',
}

function headersFor(name: string, download: boolean): Record<string, string> {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
  const disposition = download || type === 'application/octet-stream' ? 'attachment' : 'inline'
  return {
    'content-type': type, 'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`, 'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'cache-control': 'no-store',
  }
}

async function sendVersion(world: World, req: IncomingMessage, res: ServerResponse, version: Version, name: string, download: boolean): Promise<void> {
  const blob = world.state.blobs.get(version.hash) as Blob
  await sendBlob(world, req, res, { blob, rev: version.rev, headers: headersFor(name, download) })
}

/** `GET /content/…`: a file of the account this browser uses, shown in the browser where its kind allows. */
export async function showContent(world: World, req: IncomingMessage, res: ServerResponse, url: URL, path: string): Promise<void> {
  const account = accountFor(world, req, url, path)
  const node = account && locate(callerOf(personOf(world, account)).view, path)?.node
  if (node?.kind !== 'file') return sendPage(res, 404, 'Not found', html`<div class="card"><h1>Not found</h1></div>`, true)
  await sendVersion(world, req, res, node.version, node.name, url.searchParams.has('download'))
}

/** `GET /cd/0/get/…`: the bytes of a temporary link; 410 after its four hours. */
export async function sendTemporary(world: World, req: IncomingMessage, res: ServerResponse, token: string, name: string): Promise<void> {
  const link = openToken(world.state.secret, token) as { link?: string; rev?: string; until?: number } | null
  const blob = link?.link === undefined ? undefined : world.state.blobs.get(link.link)
  if (!link || !blob) return send(res, 404, 'text/plain; charset=utf-8', 'not found')
  if ((link.until ?? 0) < world.clock.now()) return send(res, 410, 'text/plain; charset=utf-8', 'this link has expired')
  const bytes = await sendBlob(world, req, res, { blob, rev: link.rev ?? '', headers: { ...headersFor(name, true), 'content-type': 'application/octet-stream' } })
  world.calls.add('temporary link', false, bytes)
}

/** `GET /scl/…`: what a shared link shows to anybody: the file, or a folder's names. */
export async function showSharedLink(world: World, req: IncomingMessage, res: ServerResponse, url: URL, key: string): Promise<void> {
  const link = [...world.state.links.values()].find((candidate) => candidate.key === key && candidate.url.includes(`rlkey=${url.searchParams.get('rlkey')}`))
  const node = link && world.state.namespaces.get(link.ns)?.nodes.get(link.node)
  const expired = link?.expires && Date.parse(link.expires) < world.clock.now()
  if (!node || expired) return sendPage(res, 404, 'Not found', html`<div class="card"><h1>This link does not work any more</h1></div>`, true)
  if (node.kind === 'file') return sendVersion(world, req, res, node.version, node.name, url.searchParams.get('dl') === '1')
  const names = [...node.children.values()].map((child) => html`<li>${child.name}</li>`)
  sendPage(res, 200, node.name, html`<div class="card"><h1>${node.name}</h1><ul class="plain">${names}</ul></div>`)
}
