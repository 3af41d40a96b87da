import { beforeEach, expect, test, vi } from 'vitest'

const KEEP = { ...process.env }

beforeEach(() => {
  vi.resetModules()
  process.env = { ...KEEP }
})

const readWith = async (variables: Record<string, string>) => {
  Object.assign(process.env, variables)
  return (await import('./env')).env()
}

test('what belongs to demonstrations is refused beside real addresses', async () => {
  const real = { DROPBOX_API_URL: 'https://api.dropboxapi.com' }
  await expect(readWith({ ...real, DEMO: '1' })).rejects.toThrow('DEMO: may only be 1 with local servers')
  vi.resetModules()
  await expect(readWith({ ...real, DEMO: '0', CLOCK_FILE: 'clock.json' })).rejects.toThrow('CLOCK_FILE: may only be set with local servers')
})

test('a start names every wrong variable, and no value', async () => {
  const secret = 'canary-too-short'
  const failure = await readWith({ NEXTAUTH_SECRET: secret, APP_ENCRYPTION_KEYS: '', APP_URL: 'canary://x' }).then(() => '', (error: Error) => error.message)
  for (const name of ['NEXTAUTH_SECRET', 'APP_ENCRYPTION_KEYS', 'APP_URL']) expect(failure).toContain(`${name}: `)
  expect(failure).not.toContain('canary')
})

test.each([
  ['DROPBOX_APP_KEY', 'DROPBOX_APP_SECRET'],
  ['QONTO_CLIENT_SECRET', 'QONTO_CLIENT_ID'],
])('half of an app is refused: %s without %s', async (given, missing) => {
  await expect(readWith({ [given]: 'canary', [missing]: '' })).rejects.toThrow(`${missing}: belongs to ${given}`)
})
