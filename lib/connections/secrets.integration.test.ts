import { subscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { beforeAll, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { getAccount } from '@/lib/dropbox/get-account'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { log } from '@/lib/log'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { beginOAuth } from './begin-oauth'
import { completeOAuth } from './complete-oauth'
import { disconnect } from './disconnect'
import { dropboxSession } from './dropbox-session'
import { findLiveConnection } from './find-live-connection'
import { finishSetup } from './finish-setup'
import { getOrOpenDraft } from './get-or-open-draft'
import { saveAuthenticationName } from './save-authentication-name'
import { saveStart } from './save-start'
import { openToken } from './sealed-token'

const dropbox = await useLocalDropbox()
await useTestDatabase()

/** Everything that could carry a secret out: addresses called, what was logged, thrown, shown and stored. */
const sinks: Record<'urls' | 'logs' | 'errors' | 'views' | 'rows', string[]> = { urls: [], logs: [], errors: [], views: [], rows: [] }
const secrets = new Set<string>()

const deeply = (value: unknown) => inspect(value, { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true })
const failing = (work: Promise<unknown>) => work.then(() => expect.unreachable(), (error: unknown) => sinks.errors.push(deeply(error)))

/** Every row of every table as text. */
async function storedRows(): Promise<string[]> {
  const tables = await db().$queryRaw<{ table: string }[]>`SELECT table_name AS "table" FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const rows = await Promise.all(tables.map(({ table }) => db().$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${table}" t`)))
  return rows.flat().map(({ row }) => row)
}

async function keepTokens(): Promise<void> {
  for (const row of await db().connection.findMany()) {
    if (row.refreshTokenSealed) secrets.add(openToken(row.refreshTokenSealed, { table: 'Connection', column: 'refreshTokenSealed' }, row))
    if (row.accessTokenSealed) secrets.add(openToken(row.accessTokenSealed, { table: 'Connection', column: 'accessTokenSealed' }, row))
  }
  for (const row of await db().setupDraft.findMany()) {
    if (row.refreshTokenSealed) secrets.add(openToken(row.refreshTokenSealed, { table: 'SetupDraft', column: 'refreshTokenSealed' }, row))
  }
  for (const row of await db().oAuthState.findMany()) {
    secrets.add(openToken(row.verifierSealed, { table: 'OAuthState', column: 'verifierSealed' }, { id: row.stateHash, organizationId: row.organizationId }))
  }
  sinks.rows.push(...(await storedRows()))
}

beforeAll(async () => {
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: { origin: string; path: string } }
    sinks.urls.push(`${request.origin}${request.path}`)
  })
  for (const level of ['info', 'warn', 'error', 'debug'] as const) vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void sinks.logs.push(deeply(line)))
  secrets.add(env().DROPBOX_APP_SECRET ?? '')

  const owner = await aMember(await anOrganization(), 'owner')
  const account = 'canary@example.com'
  await dropbox.account(account)
  sinks.views.push(deeply(await getOrOpenDraft(owner)))
  await saveAuthenticationName(owner, 'Office')
  const returning = async () => {
    const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
    sinks.views.push(redirectTo)
    const query = Object.fromEntries((await dropbox.consent(redirectTo, 'continue', account)).searchParams)
    if (query.code) secrets.add(query.code)
    return query
  }
  await failing(completeOAuth(owner, { ...(await returning()), code: 'wrong-code' }))
  await dropbox.faults([{ kind: 'server_error', route: 'oauth2/token', times: 1 }])
  await failing(completeOAuth(owner, await returning()))
  await completeOAuth(owner, await returning())
  await keepTokens()
  sinks.views.push(deeply(await getOrOpenDraft(owner)))
  await saveStart(owner, { preset: 'everything' })
  const { connectionId } = await finishSetup(owner)
  await keepTokens()
  sinks.views.push(deeply(await findLiveConnection(owner.organizationId)))

  const session = await dropboxSession(connectionId)
  await uploadFile(session, { path: '/Qonto/a.pdf', bytes: Buffer.from('a') })
  await failing(uploadFile(session, { path: '/Qonto/a.pdf', bytes: Buffer.from('b') }))
  await dropbox.faults([{ kind: 'expired_token', route: 'users/get_current_account', times: 1 }])
  await getAccount(session)
  await keepTokens()
  await dropbox.faults([{ kind: 'server_error', route: 'auth/token/revoke' }])
  await disconnect(owner, connectionId)
  sinks.rows.push(...(await storedRows()))
})

test.each(['urls', 'logs', 'errors', 'views', 'rows'] as const)('no token, code, verifier or app secret is in the %s', (sink) => {
  expect(sinks[sink].length).toBeGreaterThan(0)
  expect(secrets.size).toBeGreaterThanOrEqual(8)
  const leaks = [...secrets].filter((secret) => sinks[sink].some((text) => text.includes(secret) || text.includes(encodeURIComponent(secret))))
  expect(leaks).toEqual([])
})
