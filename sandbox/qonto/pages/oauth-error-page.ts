import { html, type Reply } from '../wire/exchange'
import { escape, layout } from './layout'

/** Tells the person that an app's request cannot go on; used when nothing may be sent back to the app. */
export function oauthErrorPage(error: string, description: string): Reply {
  return html(layout('Request refused', `<h1>This request cannot continue</h1><p>${escape(description)}</p><p class="soft">${escape(error)}</p>`, true), 400)
}
