import type { IncomingMessage, ServerResponse } from 'node:http'
import { ALL_KINDS } from '../faults/fault-kinds'
import type { Fault } from '../faults/faults'
import { readBody } from '../http/read-body'
import { ROUTES } from '../routes'
import type { World } from '../world'
import { html, type Html } from './html'
import { sendPage } from './layout'

function numberField(form: URLSearchParams, name: string): number | undefined {
  const value = Number(form.get(name))
  return form.get(name) && Number.isInteger(value) && value >= 0 ? value : undefined
}

function addFault(world: World, form: URLSearchParams): void {
  const kind = ALL_KINDS.find((known) => known === form.get('kind'))
  if (!kind) return
  const fault: Fault = {
    kind, route: form.get('route') || undefined, account: form.get('account') || undefined, every: numberField(form, 'every') || undefined,
    times: numberField(form, 'times'), retry_after: numberField(form, 'retry_after'),
  }
  world.faults.add(fault)
}

function plan(world: World): Html {
  const rows = world.faults.list.map((rule) => html`<tr><td>${rule.kind}</td><td>${rule.route ?? 'all routes'}</td><td>${rule.account ?? 'all accounts'}</td><td>${rule.fired}${rule.times === undefined ? '' : ` of ${rule.times}`}</td></tr>`)
  if (rows.length === 0) return html`<p class="soft">Everything works as it should.</p>`
  return html`<table><thead><tr><th>Fault</th><th>Route</th><th>Account</th><th>Fired</th></tr></thead><tbody>${rows}</tbody></table>
<form method="post"><input type="hidden" name="op" value="clear"><button>End all faults</button></form>`
}

function calls(world: World): Html {
  const { total, routes } = world.calls.report()
  const rows = Object.entries(routes).sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => html`<tr><td>${name}</td><td class="number">${count.count}</td><td class="number">${count.errors}</td><td class="number">${count.bytes}</td></tr>`)
  return html`<section class="card scroll"><h2>Calls: ${total}</h2><table><thead><tr><th>Route</th><th>Calls</th><th>Errors</th><th>Bytes</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

/** `/_sandbox/`: a person's view of the fault plan, with a form that adds to it, and of the call log. */
export async function serveFaultsPage(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'POST') {
    const form = new URLSearchParams(await readBody(req))
    if (form.get('op') === 'clear') world.faults.set([])
    else addFault(world, form)
    return void res.writeHead(303, { location: '/_sandbox/' }).end()
  }
  const option = (value: string): Html => html`<option>${value}</option>`
  sendPage(res, 200, 'Faults and calls', html`<h1>Faults and calls</h1><section class="card scroll"><h2>Fault plan</h2>${plan(world)}</section>
<form class="card" method="post"><h2>Add a fault</h2><div class="row">
<label class="field">Fault <select name="kind">${ALL_KINDS.map(option)}</select></label>
<label class="field">Route <select name="route"><option value="">all routes</option><option>oauth2/token</option>${[...ROUTES.keys()].map(option)}</select></label>
<label class="field">Account <select name="account"><option value="">all accounts</option>${[...world.state.accounts.values()].map((account) => option(account.email))}</select></label>
<label class="field">Every n-th call <input type="text" inputmode="numeric" name="every" value="1"></label>
<label class="field">At most (times) <input type="text" inputmode="numeric" name="times" value="1"></label>
<label class="field">Retry-After (seconds) <input type="text" inputmode="numeric" name="retry_after"></label></div><button class="primary">Add</button></form>${calls(world)}`)
}
