import type { IncomingMessage, ServerResponse } from 'node:http'
import { disconnectApps } from '../control/person'
import { findAccount } from '../control/find-account'
import { readBody } from '../http/read-body'
import type { World } from '../world'
import { html } from './html'
import { sendPage } from './layout'

/** `/account/connected_apps`: every account with the apps linked to it, each with a button that ends the link. */
export async function serveConnectedApps(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'POST') {
    const form = new URLSearchParams(await readBody(req))
    disconnectApps(world, findAccount(world, form.get('account')), form.get('app') ?? undefined)
    world.store.flush()
    return void res.writeHead(303, { location: '/account/connected_apps' }).end()
  }
  const accounts = [...world.state.accounts.values()].map((account) => {
    const keys = new Set([...world.state.grants.values()].filter((grant) => grant.account === account.id).map((grant) => grant.appKey))
    const rows = [...keys].map((key) => html`<tr><td>${world.state.apps.get(key)?.name}</td><td><form method="post">
<input type="hidden" name="account" value="${account.id}"><input type="hidden" name="app" value="${key}"><button class="danger">Disconnect</button></form></td></tr>`)
    return html`<section class="card"><h2>${account.email}</h2>${rows.length > 0 ? html`<table>${rows}</table>` : html`<p class="soft">No apps are connected.</p>`}</section>`
  })
  sendPage(res, 200, 'Connected apps', html`<h1>Connected apps</h1>${accounts}`)
}
