import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { examine } from './examine'
import type { CheckName, Finding } from './present'
import type { Seat } from './seat'
import { wordFindings } from './word-findings'

// What an operator may set: changed between two looks.
const set = vi.hoisted(() => ({ env: {} as Record<string, unknown> }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), ...set.env }) }
})

await useTestDatabase()
const dropbox = await useLocalDropbox()
const qonto = await useLocalQonto()
const dataDir = mkdtempSync(path.join(tmpdir(), 'doctor-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const APP = { DROPBOX_APP_KEY: 'doctor-key', DROPBOX_APP_SECRET: 'doctor-secret-canary' }
const CALLBACK = 'http://localhost:3000/api/dropbox/callback'
const terminal: Seat = { kind: 'terminal', organizationIds: [] }

beforeEach(async () => {
  set.env = { ...APP, DATA_DIR: dataDir, APP_URL: 'http://localhost:3000', PORT: 1 }
  await dropbox.control('POST', 'apps', { app_key: APP.DROPBOX_APP_KEY, app_secret: APP.DROPBOX_APP_SECRET, redirect_uris: [CALLBACK], scopes: ['account_info.read', 'files.metadata.read', 'files.content.write'] })
})

const of = (findings: Finding[], check: CheckName) => findings.filter((finding) => finding.check === check).map(({ code }) => code)
const lookAt = async (check: CheckName, seat: Seat = terminal) => of(await examine(seat), check)

async function answering(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const healthy: RequestListener = (_request, response) => void response.end(JSON.stringify({ status: 'ok', checks: { database: 'ok', jobs: 'ok' } }))

test('where everything is there nothing must be fixed, and no sentence lacks a word or holds a secret', async () => {
  const owner = await anOrganizationAtQonto(await qonto.company({ seed: 'doctor', accounts: 2 }))
  set.env.APP_URL = await answering(healthy)
  await dropbox.control('POST', 'apps', { app_key: APP.DROPBOX_APP_KEY, redirect_uris: [`${set.env.APP_URL}/api/dropbox/callback`] })
  const findings = await examine({ kind: 'terminal', organizationIds: [owner.organizationId] })
  expect(Object.fromEntries(findings.map(({ check, code }) => [check, code]))).toEqual({
    database: 'database_ok', storage: 'storage_ok', keys: 'keys_ok', address: 'address_ok', scheduler: 'scheduler_inngest', clock: 'clock_ok', app: 'app_ok',
    redirect: 'redirect_ok', scopes: 'scopes_ok', qonto: 'qonto_ok', mail: 'mail_outbox',
  })
  for (const locale of ['en', 'fr', 'de', 'it', 'es'] as const) {
    const text = JSON.stringify(await wordFindings(findings, locale))
    expect(text).not.toMatch(/[{}]\w+[{}]|setup\.doctor/)
    expect(text).not.toContain(APP.DROPBOX_APP_SECRET)
  }
})

describe('each thing that may be wrong is named', () => {
  test('a Dropbox app that is missing, unknown or unreachable', async () => {
    Object.assign(set.env, { DROPBOX_APP_KEY: undefined, DROPBOX_APP_SECRET: undefined })
    expect(await lookAt('app')).toEqual(['app_missing'])
    Object.assign(set.env, { ...APP, DROPBOX_APP_SECRET: 'wrong' })
    expect(await lookAt('app')).toEqual(['app_refused'])
    Object.assign(set.env, { ...APP, DROPBOX_API_URL: 'http://127.0.0.1:1' })
    expect(await lookAt('app')).toEqual(['app_unreachable'])
  })

  test('a redirect address and permissions that the app lacks at Dropbox', async () => {
    await dropbox.control('POST', 'apps', { app_key: APP.DROPBOX_APP_KEY, redirect_uris: ['http://localhost:3000/elsewhere'] })
    expect(await lookAt('redirect')).toEqual(['redirect_refused'])
    await dropbox.control('POST', 'apps', { app_key: APP.DROPBOX_APP_KEY, redirect_uris: [CALLBACK], scopes: ['account_info.read'] })
    const findings = await examine(terminal)
    expect([...of(findings, 'redirect'), ...of(findings, 'scopes')]).toEqual(['redirect_ok', 'scopes_refused'])
  })

  test('a Dropbox that wants a sign-in before it tells is not taken for a yes', async () => {
    set.env.DROPBOX_WEB_URL = await answering((_request, response) => void response.writeHead(302, { location: '/login' }).end())
    const findings = await examine(terminal)
    expect([...of(findings, 'redirect'), ...of(findings, 'scopes')]).toEqual(['redirect_unknown', 'scopes_unknown'])
  })

  test('an address without encryption, one that nobody uses, one that another program answers, and none', async () => {
    set.env.APP_URL = 'http://receipts.example'
    expect(await lookAt('address')).toEqual(['address_insecure'])
    set.env.APP_URL = 'https://receipts.example'
    expect(await lookAt('address', { kind: 'app', host: 'other.example', organizationIds: [] })).toEqual(['address_elsewhere'])
    set.env.APP_URL = await answering((_request, response) => void response.end('hello'))
    expect(await lookAt('address')).toEqual(['address_stranger'])
    set.env.APP_URL = 'http://localhost:1'
    expect(await lookAt('address')).toEqual(['address_silent'])
  })

  test('background work that is stopped, failing, or late', async () => {
    expect(await lookAt('scheduler')).toEqual(['scheduler_stopped'])
    set.env.APP_URL = await answering((_request, response) => void response.writeHead(503).end(JSON.stringify({ status: 'failing', checks: { database: 'ok', jobs: 'failed' } })))
    expect(await lookAt('scheduler')).toEqual(['scheduler_failing'])
    Object.assign(set.env, { APP_URL: await answering(healthy), EMBEDDED_RUNNER_PORT: 1 })
    expect(await lookAt('scheduler')).toEqual(['scheduler_ok'])
    await db().$executeRaw`INSERT INTO runner.function (id, config) VALUES ('f', '{}')`
    await db().$executeRaw`INSERT INTO runner.cron (function_id, expression, next_at) VALUES ('f', '* * * * *', now() - interval '1 hour')`
    expect(await lookAt('scheduler')).toEqual(['scheduler_late'])
    await db().$executeRaw`DELETE FROM runner.function`
  })

  test('a clock that is off', async () => {
    const late = await answering((_request, response) => void response.writeHead(200, { date: new Date(Date.now() - 600_000).toUTCString() }).end())
    Object.assign(set.env, { DROPBOX_API_URL: late, QONTO_API_URL: late })
    expect(await lookAt('clock')).toEqual(['clock_off'])
    Object.assign(set.env, { DROPBOX_API_URL: 'http://127.0.0.1:1', QONTO_API_URL: 'http://127.0.0.1:1' })
    expect(await lookAt('clock')).toEqual(['clock_unknown'])
  })

  test('keys that are absent, malformed or due for a rotation', async () => {
    const { id: organizationId } = await anOrganization()
    const row = { id: 'keys', organizationId }
    await db().qontoCredential.create({ data: { ...row, login: 'l', secretSealed: seal('s', { table: 'QontoCredential', column: 'secretSealed', rowId: row.id, organizationId }) } })
    const fresh = `k9:${Buffer.alloc(32, 9).toString('base64')}`
    const { APP_ENCRYPTION_KEYS: before = '' } = process.env
    set.env.APP_ENCRYPTION_KEYS = fresh
    expect(await lookAt('keys')).toEqual(['keys_absent'])
    set.env.APP_ENCRYPTION_KEYS = `${fresh},${before}`
    expect(await lookAt('keys')).toEqual(['keys_old'])
    set.env.APP_ENCRYPTION_KEYS = 'nothing'
    expect(await lookAt('keys')).toEqual(['keys_malformed'])
  })

  test('a data folder that is missing, or whose secrets others can read', async () => {
    const secrets = path.join(dataDir, 'secrets.json')
    writeFileSync(secrets, '{}', { mode: 0o600 })
    expect(await lookAt('storage')).toEqual(['storage_ok'])
    chmodSync(secrets, 0o644)
    expect(await lookAt('storage')).toEqual(['storage_open'])
    rmSync(secrets)
    set.env.DATA_DIR = path.join(dataDir, 'missing')
    expect(await lookAt('storage')).toEqual(['storage_unwritable'])
  })

  test('Qonto that is not connected, refuses, or is down for now', async () => {
    const owner = await anOrganizationAtQonto(await qonto.company({ seed: 'doctor-qonto' }))
    const { id } = await anOrganization()
    expect(await lookAt('qonto', { ...terminal, organizationIds: [id] })).toEqual(['qonto_later'])
    await qonto.faults([{ kind: 'unauthorized', route: 'GET /v2/organization', times: 1 }])
    const refused = await examine({ ...terminal, organizationIds: [owner.organizationId] })
    expect(of(refused, 'qonto')).toEqual(['qonto_trouble'])
    expect((await wordFindings(refused, 'en')).find(({ check }) => check === 'qonto')?.text).toContain('Qonto does not accept the login and secret key.')
    set.env.QONTO_API_URL = 'http://127.0.0.1:1'
    expect(await lookAt('qonto', { ...terminal, organizationIds: [owner.organizationId] })).toEqual(['qonto_passing'])
    await qonto.faults([])
  })

  test('a mail server that refuses or does not answer', async () => {
    set.env.SMTP_URL = 'smtp://127.0.0.1:1'
    expect(await lookAt('mail')).toEqual(['mail_down'])
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('220 mail.example\r\n')
      socket.on('data', (data) => socket.write(/^EHLO/i.test(String(data)) ? '250-mail.example\r\n250 AUTH PLAIN\r\n' : /^AUTH/i.test(String(data)) ? '535 no\r\n' : '250 ok\r\n'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    set.env.SMTP_URL = `smtp://me:mail-canary@127.0.0.1:${(server.address() as AddressInfo).port}`
    const findings = await examine(terminal)
    server.close()
    expect(of(findings, 'mail')).toEqual(['mail_refused'])
    expect(JSON.stringify(findings)).not.toContain('mail-canary')
  })
})
