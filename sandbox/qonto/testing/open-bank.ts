import { startQontoServer, type QontoServerOptions } from '../server'

export interface ControlCompany {
  id: string
  name: string
  slug: string
  api_key: { login: string; secret: string }
  oauth_clients: { client_id: string; client_secret: string }[]
  members: { id: string; email: string; role: string }[]
  accounts: { id: string; name: string; iban: string; status: string }[]
  counts: { transactions: number; receipts: number; receipt_bytes: number }
}

export interface Answer {
  status: number
  headers: Headers
  body: unknown
}

/** A running local Qonto with a caller for its API (as the first company, by API key) and its control API. */
export async function openBank(options: QontoServerOptions = {}) {
  const server = await startQontoServer(options)
  return { ...server, ...callerOf(server.url) }
}

/** Calls against a local Qonto that is already running. */
export function callerOf(url: string) {
  const companies = async () => (await answerOf(await fetch(`${url}/_sandbox/companies`))).body as ControlCompany[]
  const company = async (name?: string) => (await companies()).find((candidate) => name === undefined || candidate.name === name) as ControlCompany
  const control = async (method: string, path: string, body?: unknown) =>
    answerOf(await fetch(`${url}/_sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
  const keyOf = async (name?: string) => {
    const { login, secret } = (await company(name)).api_key
    return `${login}:${secret}`
  }
  const get = async (path: string, authorization?: string) => answerOf(await fetch(`${url}${path}`, { headers: { authorization: authorization ?? (await keyOf()) } }))
  const upload = async (path: string, file: File, key: string = crypto.randomUUID(), authorization?: string) => {
    const form = new FormData()
    form.append('file', file)
    return answerOf(await fetch(`${url}${path}`, { method: 'POST', body: form, headers: { authorization: authorization ?? (await keyOf()), 'x-qonto-idempotency-key': key } }))
  }
  return { companies, company, control, keyOf, get, upload }
}

/** Status, headers and body: parsed where it is JSON, text where it is not. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
}
