import { randomBytes } from 'node:crypto'
import { afterEach, expect, vi } from 'vitest'

// Every variable the app needs, with values that reach nothing: a test that talks to a server sets that server's address itself.
Object.assign(process.env, {
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  APP_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
  NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
  DROPBOX_APP_KEY: 'demo-app-key',
  DROPBOX_APP_SECRET: 'demo-app-secret',
  DROPBOX_API_URL: 'http://127.0.0.1:1',
  DROPBOX_CONTENT_URL: 'http://127.0.0.1:1',
  DROPBOX_NOTIFY_URL: 'http://127.0.0.1:1',
  DROPBOX_WEB_URL: 'http://127.0.0.1:1',
  QONTO_API_URL: 'http://127.0.0.1:1',
  QONTO_OAUTH_URL: 'http://127.0.0.1:1',
})

const consoleError = vi.spyOn(console, 'error')

afterEach(() => {
  const calls = consoleError.mock.calls
  consoleError.mockClear()
  expect(calls, 'an unexpected console.error').toEqual([])
})
