import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { authenticate } from '@/lib/auth/authenticate'
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'

await useTestDatabase()

function run(program: string, args: string[] = [], options: { input?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', program, ...args], { encoding: 'utf8', input: options.input ?? '', env: { ...process.env, ...options.env } })
  return { status, stdout: stdout.trim(), stderr: stderr.trim() }
}

const owner = ['--organization', 'Acme', '--email', 'ada@acme-trading.com', '--name', 'Ada']

test('create-owner makes a password when none is given, prints it once, and changes nothing when repeated', async () => {
  const first = run('scripts/create-owner.ts', owner, { input: '\n' })
  expect(first).toMatchObject({ status: 0, stderr: '' })
  const password = /Password, shown once: (\S+)$/.exec(first.stdout)?.[1] ?? ''
  await expect(authenticate({ email: 'ada@acme-trading.com', password, address: '127.0.0.1' })).resolves.toMatchObject({ userId: expect.any(String) })
  const second = run('scripts/create-owner.ts', owner, { input: 'another password\n' })
  expect(second).toEqual({ status: 0, stderr: '', stdout: 'ada@acme-trading.com is the owner of Acme already; nothing was changed.' })
  await expect(authenticate({ email: 'ada@acme-trading.com', password, address: '127.0.0.1' })).resolves.toMatchObject({ userId: expect.any(String) })
})

test('create-owner says in one line what is missing, and refuses demo accounts beside real keys', async () => {
  expect(run('scripts/create-owner.ts', ['--organization', 'Acme'])).toEqual({ status: 1, stdout: '', stderr: 'give --organization, --email and --name, and a password of 8 to 128 characters' })
  const demo = ['--organization', 'Demo', '--email', 'owner@acme.example', '--name', 'Demo']
  expect(run('scripts/create-owner.ts', demo, { env: { DROPBOX_API_URL: 'https://api.dropboxapi.com' } })).toMatchObject({ status: 1, stderr: expect.stringMatching(/^demo accounts .* real key/) })
  expect(await db().organization.count({ where: { name: 'Demo' } })).toBe(0)
})

test('the launcher’s key check refuses by name, in one line and without a value, until the key is back; rotation makes it superfluous', async () => {
  const { id: organizationId } = await anOrganization()
  const { id: rowId } = await db().qontoCredential.create({ data: { organizationId, login: 'l', secretSealed: '' } })
  await db().qontoCredential.update({ where: { id: rowId }, data: { secretSealed: seal('s', { table: 'QontoCredential', column: 'secretSealed', rowId, organizationId }) } })
  const [old, fresh] = [process.env.APP_ENCRYPTION_KEYS ?? '', `fresh:${randomBytes(32).toString('base64')}`]
  const check = (keys: string) => run('scripts/check-keys.ts', [], { env: { APP_ENCRYPTION_KEYS: keys } })

  const refused = check(fresh)
  expect(refused).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('"test" (1 sealed value)') })
  expect(refused.stderr).not.toContain('\n')
  expect(refused.stderr).not.toContain(fresh.slice(6))
  expect(check(`${fresh},${old}`)).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(run('scripts/rotate-keys.ts', [], { env: { APP_ENCRYPTION_KEYS: `${fresh},${old}` } }).stdout).toBe('1 value is now sealed with "fresh".\nNo longer needed: test. Remove it from APP_ENCRYPTION_KEYS and restart the app.')
  expect(check(fresh).status).toBe(0)
})
