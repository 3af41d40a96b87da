import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Dropbox, DropboxAuth } from 'dropbox'
import { afterAll } from 'vitest'
import { startDropboxServer, type DropboxServer } from '../start-dropbox-server'
import type { TreeRow } from '../control/tree'
import { checkReply } from './check-reply'

export const PERSONAL = 'camille@example.com'
export const BUSINESS = 'office@acme.example.com'

export interface LocalDropbox {
  server: DropboxServer
  dataDir: string
  /** A control call: `control('PUT', 'latency', {...})`. Throws on any answer but 200. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>
  /** A new access token, refresh token and app keys. */
  token(account: string, extra?: object): Promise<{ access_token: string; refresh_token: string; account_id: string }>
  /** The official SDK for an account; every reply it gets is checked against the SDK's own types. */
  sdk(account: string, extra?: { scopes?: string[]; app_key?: string; pathRoot?: string }): Promise<Dropbox>
  /** A raw API call. */
  call(token: string, route: string, arg: unknown, headers?: Record<string, string>): Promise<Response>
  tree(account: string): Promise<TreeRow[]>
  restart(): Promise<void>
}

/** Sends what the SDK addresses to Dropbox's hosts to the local server instead, and checks the shapes of the replies. */
export function fetchTo(base: () => string): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input))
    const reply = await fetch(`${base()}${url.pathname}${url.search}`, init)
    await checkReply(url.pathname, reply.clone())
    return reply
  }
}

/** A local Dropbox on a free port with an empty folder of its own; both go when the test file ends. */
export async function aDropbox(): Promise<LocalDropbox> {
  const dataDir = mkdtempSync(join(tmpdir(), 'local-dropbox-'))
  let server = await startDropboxServer({ dataDir })
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const control: LocalDropbox['control'] = async (method, path, body) => {
    const reply = await fetch(`${server.url}/_sandbox/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) })
    if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }
  const token: LocalDropbox['token'] = (account, extra = {}) => control('POST', 'tokens', { account, ...extra })
  return {
    get server() { return server },
    dataDir, control, token,
    async sdk(account, { pathRoot, ...extra } = {}) {
      const { access_token } = await token(account, extra)
      const fetchLocal = fetchTo(() => server.url)
      return new Dropbox({ auth: new DropboxAuth({ accessToken: access_token, fetch: fetchLocal }), pathRoot })
    },
    call: (accessToken, route, arg, headers = {}) => fetch(`${server.url}/2/${route}`, {
      method: 'POST', body: JSON.stringify(arg), headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
    }),
    tree: (account) => control('GET', `tree?account=${encodeURIComponent(account)}`),
    async restart() {
      await server.close()
      server = await startDropboxServer({ dataDir })
    },
  }
}
