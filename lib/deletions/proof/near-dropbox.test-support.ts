import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { duplexPair } from 'node:stream'
import { Agent, request } from 'undici'
import { afterAll } from 'vitest'
import { startDropboxServer } from '../../../sandbox/dropbox/start-dropbox-server'

export type NearDropbox = {
  url: string
  /** JSON in and out; the reply's JSON. @throws Error for every other status than 200. */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, token?: string): Promise<T>
  /** What happens before each call of this account takes effect, until it is taken away. */
  before: Map<string, (route: string) => Promise<void>>
}

/**
 * Call at the top of a test file: a local Dropbox that is reached in this process, over pairs of streams instead of sockets. The protocol is the
 * same, and histories by the thousand do not wait for the kernel.
 */
export async function useNearDropbox(): Promise<NearDropbox> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'near-dropbox-'))
  const before: NearDropbox['before'] = new Map()
  const server = await startDropboxServer({ dataDir, beforeCall: async (account, route) => before.get(account)?.(route) })
  const agent = new Agent({
    connections: 64,
    connect(_options, done) {
      const [ours, theirs] = duplexPair()
      server.accept(theirs)
      setImmediate(() => done(null, ours as unknown as Socket))
    },
  })
  Object.assign(globalThis, { __dropboxAgent: agent })
  for (const name of ['API', 'CONTENT', 'NOTIFY', 'WEB']) process.env[`DROPBOX_${name}_URL`] = server.url
  afterAll(async () => {
    await agent.destroy()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    url: server.url,
    before,
    async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', route: string, body?: unknown, token?: string) {
      const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
      const reply = await request(`${server.url}${route}`, { method, headers, dispatcher: agent, body: body === undefined ? null : JSON.stringify(body) })
      const text = await reply.body.text()
      if (reply.statusCode !== 200) throw new Error(`${method} ${route} ${JSON.stringify(body)}: ${reply.statusCode} ${text}`)
      return JSON.parse(text) as T
    },
  }
}
