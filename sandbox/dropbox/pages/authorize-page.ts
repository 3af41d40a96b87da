import type { IncomingMessage, ServerResponse } from 'node:http'
import { findAccount } from '../control/find-account'
import { readBody } from '../http/read-body'
import { answerAccount, rememberedAccount } from './remembered-account'
import { giveConsent, refuseConsent } from '../oauth/answer-consent'
import { parseAuthorizeRequest, type AuthorizeRequest } from '../oauth/authorize-request'
import type { Account } from '../state/types'
import type { World } from '../world'
import { html, type Html } from './html'
import { sendPage } from './layout'

const MEANING: Record<string, string> = {
  'account_info.read': 'See who you are and how much space is left', 'files.metadata.read': 'See names and dates of your files and folders',
  'files.metadata.write': 'Edit information about your files', 'files.content.read': 'Read the content of your files',
  'files.content.write': 'Add and edit files and folders', 'sharing.read': 'See your sharing settings and links', 'sharing.write': 'Create and manage links',
}
const KIND = { personal: 'Personal', business: 'Business', team: 'Team' } as const

function choice(account: Account, checked: boolean): Html {
  return html`<label class="choice"><input type="radio" name="account" value="${account.email}" aria-label="${account.email}" required ${checked ? html`checked` : ''}>
<span>${account.name}<small>${account.email} · ${KIND[account.kind]}</small></span></label>`
}

function consentForm(request: AuthorizeRequest, params: URLSearchParams, accounts: Account[], chosen: string | undefined): Html {
  const reach = request.app.access === 'full' ? 'all files and folders of the account you choose' : `its own folder, Apps/${request.app.name}`
  return html`<form class="card" method="post" action="/oauth2/authorize">
<h1>${request.app.name} would like to connect to your Dropbox</h1>
<p class="soft">It will have access to ${reach}. You can end the connection at any time under <a href="/account/connected_apps">connected apps</a>.</p>
<fieldset><legend>Account</legend>${accounts.map((account, index) => choice(account, chosen ? account.id === chosen : index === 0))}</fieldset>
<h2>What it may do</h2><ul class="plain">${request.scopes.map((scope) => html`<li>${MEANING[scope] ?? scope}</li>`)}</ul>
${[...params].map(([name, value]) => html`<input type="hidden" name="request.${name}" value="${value}">`)}
<div class="actions"><button class="primary" name="answer" value="continue">Continue</button><button name="answer" value="cancel" formnovalidate>Cancel</button></div></form>`
}

/** `GET /oauth2/authorize`: who wants what, and the choice of an account. Bad requests get a page, never a redirect. */
export function showAuthorizePage(world: World, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const parsed = parseAuthorizeRequest(world, url.searchParams)
  if ('problem' in parsed) return sendPage(res, 400, 'This link does not work', html`<div class="card"><h1>This app cannot be connected</h1><p class="notice">${parsed.problem}</p></div>`, true)
  const accounts = [...world.state.accounts.values()].filter((account) => !account.suspended)
  const chosen = url.searchParams.get('force_reauthentication') === 'true' ? undefined : rememberedAccount(world, req)?.id
  sendPage(res, 200, `Connect ${parsed.request.app.name}`, consentForm(parsed.request, url.searchParams, accounts, chosen), true)
}

/** `POST /oauth2/authorize`: Continue or Cancel. */
export async function answerAuthorizePage(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await readBody(req))
  const params = new URLSearchParams([...form].filter(([name]) => name.startsWith('request.')).map(([name, value]) => [name.slice(8), value]))
  const parsed = parseAuthorizeRequest(world, params)
  if ('problem' in parsed) return sendPage(res, 400, 'This link does not work', html`<div class="card"><h1>This app cannot be connected</h1><p class="notice">${parsed.problem}</p></div>`, true)
  const { request } = parsed
  if (form.get('answer') !== 'continue') {
    const back = refuseConsent(request)
    if (back !== null) return void res.writeHead(302, { location: back, 'cache-control': 'no-store' }).end()
    return sendPage(res, 200, 'Cancelled', html`<div class="card"><h1>Cancelled</h1><p>${request.app.name} was not connected.</p></div>`, true)
  }
  const account = findAccount(world, form.get('account'))
  const answer = giveConsent(world, request, account)
  world.store.flush()
  const cookie = answerAccount(account)
  if ('redirect' in answer) return void res.writeHead(302, { location: answer.redirect, 'cache-control': 'no-store', 'set-cookie': cookie }).end()
  const content = html`<div class="card"><h1>Enter this code into ${request.app.name}</h1><p><input type="text" readonly aria-label="Code" value="${answer.code}"></p></div>`
  sendPage(res, 200, 'Your code', content, true, { 'set-cookie': cookie })
}
