import type { IncomingMessage, ServerResponse } from 'node:http'
import { personOf } from '../control/person'
import type { Account, FolderNode, TreeNode } from '../state/types'
import { callerOf } from '../http/call'
import { locate } from '../tree/locate'
import { pathOf } from '../tree/path-of'
import type { Scope } from '../tree/view'
import type { World } from '../world'
import { html, type Html } from './html'
import { sendPage } from './layout'
import { answerAccount, rememberedAccount } from './remembered-account'

/** A path as it appears in the address bar under `/home`. */
export const hrefOf = (path: string): string => `/home${path.split('/').map(encodeURIComponent).join('/')}`

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function action(op: string, path: string, content: Html): Html {
  return html`<form method="post" action="${hrefOf(path)}"><input type="hidden" name="op" value="${op}">${content}</form>`
}

function row(node: TreeNode, folder: string): Html {
  const path = `${folder}/${node.name}`
  const file = node.kind === 'file' ? node.version : null
  const open = file ? html`<a href="/content${hrefOf(path).slice(5)}">${node.name}</a>` : html`<a href="${hrefOf(path)}">${node.name}/</a>`
  return html`<tr><td>${open}</td><td class="number">${file ? sizeText(file.size) : ''}</td><td class="when">${file ? file.serverModified.replace('T', ' ').replace('Z', '') : ''}</td>
<td><details><summary>Change</summary>
${action('rename', path, html`<div class="inline"><input type="text" name="to" value="${node.name}" aria-label="New name of ${node.name}"><button>Rename</button></div>`)}
${action('move', path, html`<div class="inline"><input type="text" name="to" value="${folder === '' ? '/' : folder}" aria-label="Folder to move ${node.name} to"><button>Move</button></div>`)}
${action('delete', path, html`<button class="danger" aria-label="Delete ${node.name}">Delete</button>`)}</details></td></tr>`
}

function deletedRows(scope: Scope, folder: FolderNode): Html[] {
  const prefix = pathOf(folder).lower
  const found: Html[] = []
  for (const [lower, past] of scope.ns.past) {
    const gone = past.tombstone
    if (!gone || lower.slice(0, lower.lastIndexOf('/')) !== prefix || folder.children.has(lower.slice(prefix.length + 1))) continue
    const name = gone.display.slice(gone.display.lastIndexOf('/') + 1)
    found.push(html`<tr class="gone"><td>${name}</td><td></td><td class="when">deleted ${gone.at.slice(0, 10)}</td><td>${action('restore', gone.display, html`<button aria-label="Restore ${name}">Restore</button>`)}</td></tr>`)
  }
  return found
}

function crumbs(path: string): Html[] {
  const names = path.split('/').slice(1).filter(Boolean)
  return names.map((name, index) => html` / <a href="${hrefOf(`/${names.slice(0, index + 1).join('/')}`)}">${name}</a>`)
}

function folderView(account: Account, scope: Scope, folder: FolderNode, path: string, withDeleted: boolean): Html {
  const nodes = [...folder.children.values()].sort((a, b) => a.kind.localeCompare(b.kind) * -1 || a.name.localeCompare(b.name))
  const gone = withDeleted ? deletedRows(scope, folder) : []
  const empty = nodes.length + gone.length === 0
  return html`<h1>Files of ${account.name}</h1><p class="soft">${account.email} · <a href="/home?choose">use another account</a> · <a href="/account/connected_apps">connected apps</a></p>
<nav class="crumbs" aria-label="Folders"><a href="/home">Dropbox</a>${crumbs(path)}</nav>
<section class="card scroll">${empty ? html`<p class="soft">This folder is empty.</p>` : html`<table><thead><tr><th>Name</th><th></th><th class="when">Modified (UTC)</th><th></th></tr></thead><tbody>${nodes.slice(0, 2000).map((node) => row(node, path))}${gone}</tbody></table>`}
${nodes.length > 2000 ? html`<p class="soft">${nodes.length - 2000} more entries are not shown.</p>` : ''}
<p><a href="${withDeleted ? hrefOf(path) : `${hrefOf(path)}?deleted`}">${withDeleted ? 'Hide deleted files' : 'Show deleted files'}</a></p></section>
<div class="row"><section class="card"><h2>New folder</h2>${action('mkdir', path, html`<label class="field">Name <input type="text" name="to" required></label><button>Create folder</button>`)}</section>
<section class="card"><h2>New text file</h2>${action('write', path, html`<label class="field">File name <input type="text" name="to" required></label><label class="field">Text <textarea name="text" rows="3"></textarea></label><button>Save file</button>`)}</section></div>`
}

/** The choice of whose files to look at. */
export function showAccountChoice(world: World, res: ServerResponse): void {
  const accounts = [...world.state.accounts.values()]
  sendPage(res, 200, 'Choose an account', html`<div class="card"><h1>Whose files?</h1><ul class="plain">${accounts.map((account) => html`<li><a href="/home?account=${encodeURIComponent(account.email)}">${account.email}</a></li>`)}</ul></div>`, true)
}

function onlyOwner(world: World, path: string): Account | undefined {
  const owners = [...world.state.accounts.values()].filter((account) => locate(callerOf(personOf(world, account)).view, path)?.node)
  return owners.length === 1 ? owners[0] : undefined
}

/** Whose files a request is about: named in the address, remembered by the browser, or the only one who has that path. */
export function accountFor(world: World, req: IncomingMessage, url: URL, path: string): Account | undefined {
  const named = url.searchParams.get('account')?.toLowerCase()
  if (named) return [...world.state.accounts.values()].find((account) => account.id.toLowerCase() === named || account.email.toLowerCase() === named)
  return rememberedAccount(world, req) ?? onlyOwner(world, path)
}

/** `GET /home/…`: a folder. A file's address leads to its folder. */
export function showFolder(world: World, req: IncomingMessage, res: ServerResponse, url: URL, path: string): void {
  const account = url.searchParams.has('choose') ? undefined : accountFor(world, req, url, path)
  if (!account) return showAccountChoice(world, res)
  const cookie = { 'set-cookie': answerAccount(account) }
  const place = locate(callerOf(personOf(world, account)).view, path.normalize('NFC'))
  if (!place?.node) {
    const content = html`<div class="card"><h1>Not found</h1><p>${account.email} has nothing at <code>${path}</code>.</p><p><a href="/home">All files</a> · <a href="/home?choose">use another account</a></p></div>`
    return sendPage(res, 404, 'Not found', content, true, cookie)
  }
  if (place.node.kind === 'file') return void res.writeHead(302, { location: hrefOf(pathOf(place.parent).display), ...cookie }).end()
  const shown = pathOf(place.node).display
  const title = shown === '' ? 'Files' : place.node.name
  sendPage(res, 200, title, folderView(account, place.scope, place.node, shown, url.searchParams.has('deleted')), false, cookie)
}
