import { html, type Reply } from '../wire/exchange'
import { escape, layout } from './layout'

/** Says in one sentence why a form was not accepted. */
export function refusalPage(sentence: string): Reply {
  return html(layout('Not accepted', `<h1>Not accepted</h1><p>${escape(sentence)}</p><p>Go back with your browser and try again.</p>`, true), 422)
}
