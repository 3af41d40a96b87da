import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { startDropboxServer } from '@/sandbox/dropbox/start-dropbox-server'

export type LocalDropbox = { url: string; put(what: 'switches' | 'faults', body: unknown): Promise<void>; calls(): Promise<number> }

/** A local Dropbox for one test file, which the app's client then talks to. Call at the top, before anything reads the environment. */
export async function useLocalDropbox(): Promise<LocalDropbox> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'deletions-'))
  const server = await startDropboxServer({ dataDir })
  for (const name of ['DROPBOX_API_URL', 'DROPBOX_CONTENT_URL', 'DROPBOX_NOTIFY_URL']) process.env[name] = server.url
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    url: server.url,
    async put(what, body) {
      const reply = await fetch(`${server.url}/_sandbox/${what}`, { method: 'PUT', body: JSON.stringify(body) })
      if (!reply.ok) throw new Error(`${what}: ${await reply.text()}`)
    },
    async calls() {
      const reply = await fetch(`${server.url}/_sandbox/calls`)
      return ((await reply.json()) as { total: number }).total
    },
  }
}
