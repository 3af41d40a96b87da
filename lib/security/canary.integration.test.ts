import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { getOrOpenDraft } from '@/lib/connections/get-or-open-draft'
import { saveAuthenticationName } from '@/lib/connections/save-authentication-name'
import { beginOAuth } from '@/lib/connections/begin-oauth'
import { completeOAuth } from '@/lib/connections/complete-oauth'
import { disconnect } from '@/lib/connections/disconnect'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { finishSetup } from '@/lib/connections/finish-setup'
import { saveStart } from '@/lib/connections/save-start'
import { open } from '@/lib/crypto'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { listRuns } from '@/lib/exports/list-runs'
import { log } from '@/lib/log'
import { addMember } from '@/lib/organizations/add-member'
import { getSettings } from '@/lib/organizations/get-settings'
import { listMembers } from '@/lib/organizations/list-members'
import { addReceipt } from '@/lib/receipts/add-receipt'
import { listReceipts } from '@/lib/receipts/list-receipts'
import { listTransactionsWithoutReceipt } from '@/lib/receipts/list-transactions'
import { testQontoAccess } from '@/lib/qonto-access/test-qonto-access'
import { useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { beginQontoOAuth } from '@/lib/qonto-access/begin-qonto-oauth'
import { completeQontoOAuth } from '@/lib/qonto-access/complete-qonto-oauth'
import { consentAtQonto, useQontoClient, type Member } from '@/lib/qonto-access/consent.test-support'
import { disconnectQonto } from '@/lib/qonto-access/disconnect-qonto'
import { findQontoAccess } from '@/lib/qonto-access/find-qonto-access'
import { listQontoRevocations } from '@/lib/qonto-access/list-qonto-revocations'
import { qontoAccessToken } from '@/lib/qonto-access/qonto-access-token'
import { saveQontoCredential } from '@/lib/qonto-access/save-qonto-credential'
import type { Actor } from '@/lib/auth/actor'
import { authenticate } from '@/lib/auth/authenticate'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization, PASSWORD } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { startEmbeddedRunner, type EmbeddedRunner } from '../../inngest/embedded/start'
import { nameOf, SEALED_COLUMNS } from './sealed-columns'

await useTestDatabase()
const dropbox = await useLocalDropbox()
const qonto = await useLocalQonto()
useQontoClient()
Object.assign(process.env, { INNGEST_SIGNING_KEY: 'c0ffee'.repeat(8), INNGEST_EVENT_KEY: 'canary-event-key-4711', INNGEST_DEV: '0' })

/** Where a secret could come out: every row of every table, the raw lines of the log, what was thrown, and what pages are given. */
const sinks: Record<'rows' | 'jobs' | 'logs' | 'errors' | 'views', string[]> = { rows: [], jobs: [], logs: [], errors: [], views: [] }
const secrets = new Map<string, string>()
const closers: (() => unknown)[] = []

const plant = (name: string, secret: string | undefined) => secret && secrets.set(`${name} ${secrets.size}`, secret)
const deeply = (value: unknown) => inspect(value, { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true })
const failing = (work: Promise<unknown>) => work.then(() => expect.unreachable('it should have failed'), (error: unknown) => sinks.errors.push(deeply(error)))
const show = async (work: Promise<unknown>) => sinks.views.push(JSON.stringify(await work))

async function rowsOf(schema: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ table: string }[]>`SELECT table_name AS "table" FROM information_schema.tables WHERE table_schema = ${schema} AND table_type = 'BASE TABLE'`
  const rows = await Promise.all(tables.map(({ table }) => db().$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${schema}"."${table}" t`)))
  return rows.flat().map(({ row }) => row)
}

/** Remembers what every sealed value holds now, and everything that is stored beside it. */
async function snapshot(): Promise<void> {
  for (const { table, column, id } of SEALED_COLUMNS) {
    const rows = await db().$queryRaw<{ id: string; organizationId: string; sealed: string }[]>`
      SELECT ${nameOf(id)} AS id, "organizationId", ${nameOf(column)} AS sealed FROM ${nameOf(table)} WHERE ${nameOf(column)} IS NOT NULL`
    for (const row of rows) plant(`${table}.${column}`, open(row.sealed, { table, column, rowId: row.id, organizationId: row.organizationId }))
  }
  sinks.rows.push(...(await rowsOf('public')))
  sinks.jobs.push(...(await rowsOf('runner')))
}

/** The app's functions behind a port, and the runner that calls them. */
async function startJobs(): Promise<EmbeddedRunner> {
  let handle: RequestListener = (_request, response) => void response.writeHead(503).end()
  const server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const serveUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`
  const { INNGEST_SIGNING_KEY: signingKey = '', INNGEST_EVENT_KEY: eventKey = '' } = process.env
  const runner = await startEmbeddedRunner({ databaseUrl: env().DATABASE_URL, serveUrl, port: 0, signingKey, eventKey, retryDelays: [100], pollMs: 50, log: (entry) => log.info(entry, 'runner') })
  process.env.INNGEST_BASE_URL = runner.url
  const [{ serve }, { inngest }, { functions }] = await Promise.all([import('inngest/node'), import('@/inngest/client'), import('@/inngest/index')])
  handle = serve({ client: inngest, functions }) as RequestListener
  closers.push(() => runner.close(), () => server.close())
  await runner.ready
  return runner
}

/** Qonto by consent: refused once, renewed with trouble, and ended while Qonto is down. */
async function consentAndLeave(owner: Actor, { members }: { members: [Member, ...Member[]] }): Promise<void> {
  const query = await consentAtQonto((await beginQontoOAuth(owner)).redirectTo, members[0])
  plant('Qonto code', query.code)
  plant('Qonto state', query.state)
  await snapshot()
  await completeQontoOAuth(owner, query)
  await failing(completeQontoOAuth(owner, query))
  await snapshot()
  await qonto.faults([{ kind: 'server_error', route: 'POST /oauth2/token', times: 1 }])
  await failing(qontoAccessToken(owner.organizationId, { renewedBefore: new Date(Date.now() + 1000) }))
  await qontoAccessToken(owner.organizationId, { renewedBefore: new Date() })
  await snapshot()
  await show(testQontoAccess(owner.organizationId))
  await show(findQontoAccess(owner.organizationId))
  await qonto.faults([{ kind: 'server_error', route: 'POST /oauth2/revoke' }])
  await disconnectQonto(owner)
  await show(listQontoRevocations(owner.organizationId))
}

beforeAll(async () => {
  log.level = 'trace'
  const streams = log as unknown as Record<symbol, { write(line: string): void }>
  streams[pino.symbols.streamSym] = { write: (line) => void sinks.logs.push(line) }
  await startJobs()
  for (const name of ['DROPBOX_APP_SECRET', 'NEXTAUTH_SECRET', 'INNGEST_SIGNING_KEY', 'INNGEST_EVENT_KEY', 'QONTO_CLIENT_SECRET'] as const) plant(name, process.env[name])
  plant('APP_ENCRYPTION_KEYS', env().APP_ENCRYPTION_KEYS.split(':')[1])
  plant('password', PASSWORD)

  // Qonto's key: refused, accepted, and a broken Qonto.
  const company = await qonto.company({ transactions: 8, receipts: 6 })
  const owner = await aMember(await anOrganization(), 'owner')
  plant('wrong Qonto key', 'canary-wrong-qonto-key-4711')
  plant('Qonto key', company.api_key.secret)
  await failing(saveQontoCredential(owner, { login: company.api_key.login, secret: 'canary-wrong-qonto-key-4711' }))
  await saveQontoCredential(owner, company.api_key)
  plant('first password', 'canary first password 4711')
  await addMember(owner, { email: 'canary@colleague.example', name: 'Canary', role: 'admin', password: 'canary first password 4711' })
  await authenticate({ email: 'canary@colleague.example', password: 'canary first password 4711', address: '127.0.0.1' })
  plant('wrong password', 'canary wrong password 4711')
  await failing(authenticate({ email: owner.email, password: 'canary wrong password 4711', address: '127.0.0.1' }))

  // The wizard, through the jobs, to the end of the first export, with trouble on the way.
  const account = 'canary@example.com'
  await dropbox.account(account)
  await getOrOpenDraft(owner)
  await saveAuthenticationName(owner, 'Office')
  const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
  const query = Object.fromEntries((await dropbox.consent(redirectTo, 'continue', account)).searchParams)
  plant('code', query.code)
  plant('state', query.state)
  await snapshot()
  await completeOAuth(owner, query)
  await failing(completeOAuth(owner, query))
  await show(getOrOpenDraft(owner))
  await saveStart(owner, { preset: 'everything' })
  await snapshot()
  await dropbox.faults([{ kind: 'expired_token', route: 'files/create_folder_v2', times: 1 }])
  await qonto.faults([{ route: 'attachments/:id', kind: 'server_error', times: 2 }])
  const { connectionId, runId } = await finishSetup(owner)
  const { sendExportRequested } = await import('@/inngest/request-export')
  await sendExportRequested({ runId, connectionId, organizationId: owner.organizationId })
  await vi.waitFor(async () => expect(await db().run.findUnique({ where: { id: runId } })).toMatchObject({ state: 'ended' }), { timeout: 60_000, interval: 50 })
  await snapshot()

  const [transaction] = (await listTransactionsWithoutReceipt(owner.organizationId)).rows
  if (transaction) await addReceipt(owner, { transactionId: transaction.id, file: { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n') } })
  await show(findLiveConnection(owner.organizationId))
  await show(getSettings(owner.organizationId))
  await show(listMembers(owner.organizationId))
  await show(listReceipts(owner.organizationId, {}))
  await show(listRuns(owner.organizationId, connectionId))
  await qonto.faults([{ route: 'organization', kind: 'server_error', times: 10 }])
  await show(testQontoAccess(owner.organizationId))
  await qonto.faults([])
  await consentAndLeave(owner, company as unknown as { members: [Member, ...Member[]] })
  await dropbox.faults([{ kind: 'server_error', route: 'auth/token/revoke' }])
  await disconnect(owner, connectionId)
  await snapshot()
}, 120_000)

afterAll(async () => {
  for (const close of closers) await close()
})

test('the flow went through every place that could leak: an export of several receipts, jobs, logs and failures', async () => {
  expect(await db().export.count({ where: { state: 'done' } })).toBeGreaterThanOrEqual(5)
  expect(secrets.size).toBeGreaterThanOrEqual(24)
  expect(sinks.jobs.some((row) => row.includes('export/requested'))).toBe(true)
  expect(sinks.logs.length).toBeGreaterThan(3)
  expect(sinks.errors.length).toBeGreaterThanOrEqual(3)
})

test.each(['rows', 'jobs', 'logs', 'errors', 'views'] as const)('no key, token, code, verifier or password is in the %s', (sink) => {
  const everything = sinks[sink].join('\n')
  expect(everything.length).toBeGreaterThan(0)
  const forms = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify(secret).slice(1, -1)]
  expect([...secrets].filter(([, secret]) => forms(secret).some((form) => everything.includes(form))).map(([name]) => name)).toEqual([])
})

test('nothing sealed is left of a connection or a consent that has ended, but what the next try to revoke needs', async () => {
  const [connection] = await db().connection.findMany()
  expect(connection).toMatchObject({ state: 'disconnected', refreshTokenSealed: null, accessTokenSealed: null, revokeState: 'failed' })
  expect(connection?.revokeTokenSealed).toMatch(/^test\./)
  expect(await db().qontoCredential.count()).toBe(0)
  expect(await db().qontoRevocation.findMany()).toMatchObject([{ tokenSealed: expect.stringMatching(/^test\./) }])
})

test('a value that the log is given under a secret’s name is removed', () => {
  sinks.logs.length = 0
  log.info({ token: 'canary', headers: { authorization: 'canary', cookie: 'canary' }, url: 'https://x/?code=canary' }, 'probe')
  expect(sinks.logs.join('')).toContain('[removed]')
  expect(sinks.logs.join('')).not.toContain('canary')
})
