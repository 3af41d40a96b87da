import type { Call } from './call'
import { headerText } from './header-text'
import { readBody } from './read-body'
import { Mismatch } from './schema'
import { badInput } from './wire-error'

const RPC_TYPES = ['application/json', 'application/json; charset=utf-8', 'text/plain; charset=dropbox-cors-hack']
const UPLOAD_TYPES = ['application/octet-stream', 'text/plain; charset=dropbox-cors-hack']

function refuseType(call: Call, allowed: readonly string[]): void {
  const type = call.req.headers['content-type']
  if (type === undefined || allowed.includes(type.toLowerCase().replace(/;\s*/, '; '))) return
  throw badInput(call.route.name, `Bad HTTP "Content-Type" header: "${type}".  Expecting one of ${allowed.map((one) => `"${one}"`).join(', ')}.`)
}

async function textOf(call: Call): Promise<{ text: string; where: string }> {
  const inQuery = call.url.searchParams.get('arg')
  if (call.route.style === 'rpc') {
    refuseType(call, RPC_TYPES)
    const text = await readBody(call.req)
    call.bodyBytes += text.length
    return { text: inQuery ?? text, where: 'request body' }
  }
  if (call.route.style === 'upload') refuseType(call, UPLOAD_TYPES)
  if (inQuery !== null) return { text: inQuery, where: 'URL parameter "arg"' }
  const header = call.req.headers['dropbox-api-arg']
  if (header === undefined) throw badInput(call.route.name, 'Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".')
  return { text: headerText(String(header)), where: 'HTTP header "Dropbox-API-Arg"' }
}

function parse(call: Call, text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badInput(call.route.name, `${where}: could not decode input as JSON`)
  }
}

/** The call's argument, checked against the route's schema. Throws 400 texts. */
export async function readArg(call: Call): Promise<unknown> {
  const { route } = call
  const { text, where } = await textOf(call)
  if (!route.arg) {
    if (text !== '' && parse(call, text, where) !== null) throw badInput(route.name, `${where}: expected null, got value`)
    return null
  }
  const value = parse(call, text, where)
  try {
    return route.arg(value, '')
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    throw badInput(route.name, `${where}: ${error.at === '' ? '' : `${error.at}: `}${error.problem}`)
  }
}
