import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { startDropboxServer } from './start-dropbox-server'

function pythonSdk(): string | null {
  try {
    return execFileSync('python3', ['-c', 'import dropbox; print(dropbox.__version__)'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

const version = pythonSdk()

describe.runIf(version !== null)(`the official Python SDK, unmodified (${version})`, () => {
  test('finds every reply valid by its own schemas, and each error where it expects it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'python-judge-'))
    const server = await startDropboxServer({ dataDir: join(dir, 'data'), tlsDir: dir, controlPort: 0 })
    const control = async (path: string, body: object): Promise<{ access_token: string; refresh_token: string }> => (
      (await fetch(`${server.controlUrl}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<{ access_token: string; refresh_token: string }>
    )
    await control('accounts', { email: 'robin@team.example.com', name: 'Robin Member', kind: 'team' })
    const own = await control('tokens', { account: 'camille@example.com' })
    const member = await control('tokens', { account: 'robin@team.example.com' })
    const host = new URL(server.url).host
    const env = {
      ...process.env, DROPBOX_API_HOST: host, DROPBOX_API_CONTENT_HOST: host, DROPBOX_API_NOTIFY_HOST: host, DROPBOX_WEB_HOST: host,
      REQUESTS_CA_BUNDLE: join(dir, 'ca.pem'),
    }
    try {
      const script = fileURLToPath(new URL('./testing/python_sdk.py', import.meta.url))
      const { stdout } = await promisify(execFile)('python3', [script, own.refresh_token, member.access_token], { env })
      expect((JSON.parse(stdout) as { checks: string[] }).checks).toContain('revoked')
    } finally {
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
