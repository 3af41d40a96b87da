import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { startDropboxServer } from '../../sandbox/dropbox/start-dropbox-server'

export type Fault = { kind: string; route?: string; account?: string; every?: number; times?: number; after?: number; retry_after?: number; ms?: number }
export type Tokens = { access_token: string; refresh_token: string; account_id: string }
export type TreeEntry = { path: string; kind: 'file' | 'folder'; id: string; rev?: string; size?: number; content_hash?: string }
type Calls = { total: number; routes: Record<string, { count: number; errors: number; bytes: number }> }

/** Call at the top of a test file, before anything reads the environment: a local Dropbox of its own, at which the app's addresses point. */
export async function useLocalDropbox() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'local-dropbox-'))
  const server = await startDropboxServer({ dataDir })
  for (const name of ['API', 'CONTENT', 'NOTIFY', 'WEB']) process.env[`DROPBOX_${name}_URL`] = server.url
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const control = async <T>(method: string, name: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${server.url}/_sandbox/${name}`, { method, body: body === undefined ? undefined : JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${method} ${name}: ${reply.status} ${await reply.text()}`)
    return (await reply.json()) as T
  }
  return {
    url: server.url,
    control,
    account: (email: string, fields: object = {}) => control<{ id: string }>('POST', 'accounts', { email, name: email, ...fields }),
    tokens: (account: string, fields: object = {}) => control<Tokens>('POST', 'tokens', { account, ...fields }),
    tree: (account: string) => control<TreeEntry[]>('GET', `tree?account=${encodeURIComponent(account)}`),
    user: (action: { account: string; op: string; path?: string; to?: string; text?: string }) => control('POST', 'user', action),
    faults: (faults: Fault[]) => control('PUT', 'faults', faults),
    switches: (switches: object) => control('PUT', 'switches', switches),
    forgetCalls: () => control('DELETE', 'calls'),
    calls: async (route: string) => (await control<Calls>('GET', 'calls')).routes[route]?.count ?? 0,
    /** A person answers the consent page; the result is where Dropbox sends the browser. */
    async consent(redirectTo: string, answer: 'continue' | 'cancel', account: string): Promise<URL> {
      const fields = [...new URL(redirectTo).searchParams].map(([name, value]): [string, string] => [`request.${name}`, value])
      const body = new URLSearchParams([...fields, ['account', account], ['answer', answer]])
      const reply = await fetch(`${server.url}/oauth2/authorize`, { method: 'POST', body, redirect: 'manual' })
      const location = reply.headers.get('location')
      if (location === null) throw new Error(`the consent page answered ${reply.status}: ${await reply.text()}`)
      return new URL(location)
    },
  }
}
