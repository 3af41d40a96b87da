import { faultKinds, faultSchema } from '../wire/faults'
import { html, redirect, type Handler } from '../wire/exchange'
import { readForm } from '../wire/read-body'
import { escape, layout } from './layout'
import { refusalPage } from './refusal-page'

const routes = ['', 'GET /v2/organization', 'GET /v2/bank_accounts', 'GET /v2/transactions', 'GET /v2/attachments/{attachment}', 'GET /files/{id}/{copy}', 'POST /oauth2/token']

/** `GET /conditions`: the faults and the latency in force, and forms to change them. */
export const conditionsPage: Handler = ({ conditions }) => {
  const { latency } = conditions
  const rows = conditions.faults.map(({ rule, seen, fired }) => `<tr><td>${rule.kind}</td><td>${escape(rule.route ?? 'every call')}</td><td class="num">${fired} of ${seen}</td></tr>`).join('')
  return html(layout('Faults and latency', `<p><a href="/">All organizations</a></p><h1>Faults and latency</h1>
${rows === '' ? '<p>Everything works.</p>' : `<table><thead><tr><th scope="col">Fault</th><th scope="col">Calls</th><th scope="col" class="num">Struck</th></tr></thead><tbody>${rows}</tbody></table>`}
<div class="grid"><form method="post" action="/conditions" class="card"><h2 class="flat">Add a fault</h2>
<label for="kind">What goes wrong</label><select id="kind" name="kind">${faultKinds.map((kind) => `<option>${kind}</option>`).join('')}</select>
<label for="route">On which call</label><select id="route" name="route">${routes.map((route) => `<option value="${escape(route)}">${route === '' ? 'every call' : escape(route)}</option>`).join('')}</select>
<label for="times">How often (empty: until cleared)</label><input id="times" name="times" inputmode="numeric" pattern="[0-9]*">
<button type="submit">Add fault</button><button type="submit" name="clear" value="yes" class="plain" formnovalidate>Clear all</button></form>
<form method="post" action="/conditions/latency" class="card"><h2 class="flat">Latency</h2>
<label for="call">Milliseconds per call</label><input id="call" name="per_call_ms" inputmode="numeric" value="${latency.per_call_ms}">
<label for="entry">Milliseconds per item in a page</label><input id="entry" name="per_entry_ms" inputmode="numeric" value="${latency.per_entry_ms}">
<label for="line">Megabits a second for files (0: unlimited)</label><input id="line" name="bandwidth_mbit" inputmode="numeric" value="${latency.bandwidth_mbit}">
<button type="submit">Set latency</button></form></div>`))
}

/** `POST /conditions`: one more fault, or none any more. */
export const addFaultFromPage: Handler = async ({ conditions, request }) => {
  const form = await readForm(request)
  if (form.get('clear') === 'yes') conditions.faults = []
  else {
    const times = Number(form.get('times'))
    const rule = faultSchema.safeParse({ kind: form.get('kind'), ...(form.get('route') ? { route: form.get('route') } : {}), ...(times > 0 ? { times } : {}) })
    if (!rule.success) return refusalPage('Choose one of the faults.')
    conditions.faults = [...conditions.faults, { rule: rule.data, seen: 0, fired: 0 }]
  }
  return { ...redirect('/conditions'), status: 303 }
}

/** `POST /conditions/latency`. */
export const setLatencyFromPage: Handler = async ({ conditions, request }) => {
  const form = await readForm(request)
  const number = (name: string) => Math.max(0, Number(form.get(name)) || 0)
  conditions.latency = { per_call_ms: number('per_call_ms'), per_entry_ms: number('per_entry_ms'), bandwidth_mbit: number('bandwidth_mbit') }
  return { ...redirect('/conditions'), status: 303 }
}
