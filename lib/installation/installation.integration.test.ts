import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { authenticate } from '@/lib/auth/authenticate'
import { beginOAuth } from '@/lib/connections/begin-oauth'
import { getOrOpenDraft } from '@/lib/connections/get-or-open-draft'
import { saveAuthenticationName } from '@/lib/connections/save-authentication-name'
import { db } from '@/lib/db'
import { createOwner } from '@/lib/organizations/create-owner'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { dropboxApp, findDropboxApp } from './dropbox-app'
import { isKeeper } from './keeper'
import { isSetUp } from './is-set-up'
import { saveDropboxApp } from './save-dropbox-app'
import { setUpOwner } from './set-up-owner'

// What the environment names: an installation with an app there, and one without.
const given = vi.hoisted(() => ({ key: undefined as string | undefined, secret: undefined as string | undefined }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), DROPBOX_APP_KEY: given.key, DROPBOX_APP_SECRET: given.secret }) }
})

await useTestDatabase()
const dropbox = await useLocalDropbox()
const dataDir = mkdtempSync(path.join(tmpdir(), 'set-up-'))
process.env.DATA_DIR = dataDir
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const CODE = 'ABCD-EFGH-IJKL-2345'
const codeFile = path.join(dataDir, 'set-up-code')
const ada = { organization: 'Acme', email: 'ada@acme-trading.com', name: 'Ada', password: 'a long first password' }
const app = { key: 'our-app-key', secret: 'our-app-secret' }

beforeEach(async () => {
  writeFileSync(codeFile, `${CODE}\n`)
  Object.assign(given, { key: undefined, secret: undefined })
  delete (globalThis as { __isSetUp?: boolean }).__isSetUp
  await db().$executeRaw`TRUNCATE "Installation", "Membership", "Session", "OAuthState", "SetupDraft", "Organization", "User" CASCADE`
  await dropbox.control('POST', 'apps', { app_key: app.key, app_secret: app.secret, redirect_uris: ['http://localhost:3000/api/dropbox/callback'] })
})

test('the code that the operator reads makes the first owner, once, and is gone afterwards', async () => {
  expect(await isSetUp()).toBe(false)
  const { organizationId } = await setUpOwner({ ...ada, code: ' abcd efgh ijkl2345 ' })
  expect(await isSetUp()).toBe(true)
  expect(existsSync(codeFile)).toBe(false)
  await expect(authenticate({ email: ada.email, password: ada.password, address: '127.0.0.1' })).resolves.toMatchObject({ userId: expect.any(String) })
  expect(await db().membership.findMany()).toMatchObject([{ organizationId, role: 'owner' }])
  writeFileSync(codeFile, CODE)
  await expect(setUpOwner({ ...ada, email: 'eve@elsewhere.com', code: CODE })).rejects.toMatchObject({ code: 'set_up_done' })
})

test.each([
  { what: 'another code', code: 'AAAA-AAAA-AAAA-AAAA', kept: CODE },
  { what: 'an empty code', code: '', kept: CODE },
  { what: 'an empty code while there is no file', code: '', kept: null },
  { what: 'an empty code beside an empty file', code: '', kept: '' },
])('a stranger with $what makes nobody an owner', async ({ code, kept }) => {
  if (kept === null) rmSync(codeFile, { force: true })
  else writeFileSync(codeFile, kept)
  await expect(setUpOwner({ ...ada, code })).rejects.toMatchObject({ code: 'set_up_code_wrong' })
  expect(await db().organization.count()).toBe(0)
  expect(await isSetUp()).toBe(false)
})

test('of many at the same moment with the right code exactly one becomes the owner', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => setUpOwner({ ...ada, organization: `Acme ${index}`, email: `ada-${index}@acme-trading.com`, code: CODE })))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db().organization.count()).toBe(1)
  expect(await db().user.count()).toBe(1)
})

test('a wrong entry is refused, nothing is stored, and the code still works', async () => {
  await expect(setUpOwner({ ...ada, password: 'short', code: CODE })).rejects.toMatchObject({ code: 'bad_input' })
  expect(await db().organization.count()).toBe(0)
  await setUpOwner({ ...ada, code: CODE })
})

test('owners of the organization that was set up first look after the installation, nobody else', async () => {
  const { organizationId } = await createOwner(ada)
  await createOwner({ ...ada, organization: 'Birch', email: 'bob@birch-co.com' })
  const organization = await db().organization.findUniqueOrThrow({ where: { id: organizationId } })
  const birch = await db().organization.findFirstOrThrow({ where: { name: 'Birch' } })
  expect(await isKeeper(await aMember(organization, 'owner'))).toBe(true)
  expect(await isKeeper(await aMember(organization, 'admin'))).toBe(false)
  expect(await isKeeper(await aMember(birch, 'owner'))).toBe(false)
})

async function aKeeper(): Promise<Actor> {
  return await aMember(await anOrganization({ name: 'Acme' }), 'owner')
}

test('the Dropbox app that an owner enters is asked for at Dropbox first, stored sealed, and used by the wizard', async () => {
  const keeper = await aKeeper()
  await getOrOpenDraft(keeper)
  await saveAuthenticationName(keeper, 'Office')
  await expect(beginOAuth(keeper, { purpose: 'setup' })).rejects.toMatchObject({ code: 'dropbox_app_missing' })
  await saveDropboxApp(keeper, { key: ` ${app.key} `, secret: app.secret })
  expect(await dropboxApp()).toEqual(app)
  expect(JSON.stringify([await db().installation.findMany(), await db().auditEntry.findMany()])).not.toContain(app.secret)
  const { redirectTo } = await beginOAuth(keeper, { purpose: 'setup' })
  expect(new URL(redirectTo).searchParams.get('client_id')).toBe(app.key)
})

test.each([{ ...app, secret: 'wrong' }, { ...app, key: 'unknown' }])('an app that Dropbox does not know is refused and nothing is stored: %j', async (wrong) => {
  const keeper = await aKeeper()
  await expect(saveDropboxApp(keeper, wrong)).rejects.toMatchObject({ code: 'dropbox_app_refused' })
  expect(await findDropboxApp()).toBeNull()
})

test.each([{ key: '', secret: 'x' }, { key: 'a b', secret: 'x' }, { key: 'a', secret: 'x\r\ny' }, { key: 'a:b', secret: 'x' }])('what cannot be an app is not even sent: %j', async (wrong) => {
  const keeper = await aKeeper()
  await dropbox.forgetCalls()
  await expect(saveDropboxApp(keeper, wrong)).rejects.toMatchObject({ code: 'bad_input' })
  expect(await dropbox.calls('check/app')).toBe(0)
})

test('what the environment names wins and cannot be changed in the pages', async () => {
  const keeper = await aKeeper()
  await saveDropboxApp(keeper, app)
  Object.assign(given, { key: 'env-key', secret: 'env-secret' })
  expect(await dropboxApp()).toEqual({ key: 'env-key', secret: 'env-secret' })
  await expect(saveDropboxApp(keeper, app)).rejects.toMatchObject({ code: 'dropbox_app_fixed' })
})

test('nobody but an owner of the first organization changes the app', async () => {
  const keeper = await aKeeper()
  await saveDropboxApp(keeper, app)
  const stranger = await aMember(await anOrganization(), 'owner')
  await expect(saveDropboxApp(stranger, { key: 'other', secret: 'other' })).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await dropboxApp()).toEqual(app)
})
