import { beforeEach, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { askForTokens } from '@/lib/qonto/token-endpoint'
import { useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { sourceFor } from '@/lib/sources/source-for'
import { useTestDatabase } from '@/lib/testing/database'
import { aConsentingOwner, connectAtQonto, useQontoClient, type Member } from './consent.test-support'
import { findQontoAccess } from './find-qonto-access'
import { qontoAccessToken } from './qonto-access-token'
import { renewDueTokens } from './renew-due-tokens'
import { resumeRenewals } from './resume-renewals'
import { openSecret } from './sealed-secret'
import { testQontoAccess } from './test-qonto-access'

await useTestDatabase()
const qonto = await useLocalQonto()
useQontoClient()

const TOKEN = 'POST /oauth2/token'
const HOUR = 3_600_000
let serial = 0
let company: { id: string; name: string; members: Member[] }
let owner: Actor

beforeEach(async () => {
  await qonto.faults([])
  await qonto.control('PUT', 'latency', { per_call_ms: 0 })
  await qonto.control('PUT', 'clock', {})
  await db().qontoCredential.deleteMany()
  company = (await qonto.company({ seed: `renewal-${++serial}`, name: `Atelier ${serial}` })) as unknown as typeof company
  owner = await aConsentingOwner(company)
  await qonto.clearCalls()
})

const row = async () => await db().qontoCredential.findUniqueOrThrow({ where: { organizationId: owner.organizationId } })
const renewals = async () => (await qonto.calls()).routes[TOKEN]?.count ?? 0
const change = async (data: Parameters<ReturnType<typeof db>['qontoCredential']['update']>[0]['data']) => await db().qontoCredential.update({ where: { organizationId: owner.organizationId }, data })
/** The access token is used up, as after an hour. */
const lapse = async () => await change({ accessTokenExpiresAt: new Date(Date.now() - 1) })
const works = async () => (await testQontoAccess(owner.organizationId)).ok

test('while a token is good Qonto is not asked for another', async () => {
  await Promise.all([qontoAccessToken(owner.organizationId), qontoAccessToken(owner.organizationId)])
  expect(await renewals()).toBe(0)
})

test('a token that is used up is renewed once for all who wait, and the new refresh token is stored before anybody gets it', async () => {
  const before = await row()
  await lapse()
  await qonto.control('PUT', 'latency', { per_call_ms: 100 })
  const tokens = await Promise.all(Array.from({ length: 8 }, () => qontoAccessToken(owner.organizationId)))
  expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1)
  expect(await renewals()).toBe(1)
  const after = await row()
  expect(openSecret(after.refreshTokenSealed ?? '', 'refreshTokenSealed', after)).not.toBe(openSecret(before.refreshTokenSealed ?? '', 'refreshTokenSealed', before))
  expect(openSecret(after.accessTokenSealed ?? '', 'accessTokenSealed', after)).toBe(tokens[0]?.accessToken)
  expect(after.renewalBegunAt).toBeNull()
})

test('two processes that renew at once ask once: the second finds what the first stored', async () => {
  await lapse()
  await qonto.control('PUT', 'latency', { per_call_ms: 150 })
  const flights = globalThis as { __qontoTokenFlights?: Map<string, unknown> }
  const first = qontoAccessToken(owner.organizationId)
  flights.__qontoTokenFlights = new Map()
  const second = qontoAccessToken(owner.organizationId)
  expect((await second).accessToken).toBe((await first).accessToken)
  expect(await renewals()).toBe(1)
})

test('a token that Qonto refuses before its time is renewed, and the call goes on', async () => {
  const source = await sourceFor(owner.organizationId)
  await source.organization()
  await qonto.faults([{ kind: 'unauthorized', route: 'GET /v2/organization', times: 1 }])
  expect(await source.organization()).toMatchObject({ externalId: company.id })
  expect(await renewals()).toBe(1)
})

test('an answer that was lost on the way costs nothing: the used token is taken once more within Qonto’s minute', async () => {
  await lapse()
  await qonto.faults([{ kind: 'drop_after', route: TOKEN, times: 1 }])
  await expect(qontoAccessToken(owner.organizationId)).rejects.toMatchObject({ code: 'qonto_unreachable' })
  expect((await row()).renewalBegunAt).not.toBeNull()
  await qontoAccessToken(owner.organizationId)
  expect(await row()).toMatchObject({ renewalBegunAt: null, state: 'accepted' })
  expect(await works()).toBe(true)
})

/** What a process leaves behind that died after Qonto had answered and before anything was stored. */
async function dieAfterTheAnswer() {
  const { refreshTokenSealed, ...rest } = await row()
  await change({ renewalBegunAt: new Date() })
  await askForTokens({ grant_type: 'refresh_token', refresh_token: openSecret(refreshTokenSealed ?? '', 'refreshTokenSealed', rest) }, 'qonto_reconnect')
}

test('a process that died between the answer and the write is made good at the next start', async () => {
  await dieAfterTheAnswer()
  await resumeRenewals()
  expect(await row()).toMatchObject({ renewalBegunAt: null, state: 'accepted' })
  await qonto.control('PUT', 'clock', { now: Date.now() + 70_000 })
  await lapse()
  expect(await works()).toBe(true)
})

test('when nothing comes back within that minute the consent is lost, which is said and never hidden', async () => {
  await dieAfterTheAnswer()
  await qonto.control('PUT', 'clock', { now: Date.now() + 70_000 })
  await resumeRenewals()
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'refused', problem: 'qonto_reconnect' })
})

test('a database that goes away between the answer and the write loses nothing: the new token is stored when it is back', async () => {
  await lapse()
  await qonto.control('PUT', 'latency', { per_call_ms: 600 })
  const renewing = qontoAccessToken(owner.organizationId)
  await expect.poll(async () => await killed(), { timeout: 10_000, interval: 25 }).toBe(true)
  const { accessToken } = await renewing
  const after = await row()
  expect(openSecret(after.accessTokenSealed ?? '', 'accessTokenSealed', after)).toBe(accessToken)
  expect(after.renewalBegunAt).toBeNull()
  await qonto.control('PUT', 'clock', { now: Date.now() + 70_000 })
  await lapse()
  expect(await works()).toBe(true)
})

/** Ends the connection that holds the credential's lock, once it waits for Qonto. */
async function killed(): Promise<boolean> {
  const ended = await db().$queryRaw<{ ended: boolean }[]>`
    SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction' AND state_change < clock_timestamp() - interval '150 milliseconds'`
  return ended.length > 0
}

test('a consent that was withdrawn at Qonto is found at once, asked about once, and healed by a new consent', async () => {
  await qonto.control('POST', 'revoke', { company: company.id })
  await expect(mirrorInventory(owner.organizationId)).rejects.toMatchObject({ code: 'qonto_reconnect', next: 'stop_all' })
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'refused', problem: 'qonto_reconnect' })
  await qonto.clearCalls()
  for (let i = 0; i < 5; i++) expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_reconnect' })
  expect((await qonto.calls()).total).toBe(0)
  await connectAtQonto(owner, company)
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'accepted', problem: null })
  await mirrorInventory(owner.organizationId)
})

test('a token endpoint that is down ends nothing', async () => {
  await lapse()
  await qonto.faults([{ kind: 'server_error', route: TOKEN, times: 1 }])
  await expect(qontoAccessToken(owner.organizationId)).rejects.toMatchObject({ code: 'qonto_unreachable' })
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'accepted' })
  expect(await works()).toBe(true)
})

test('a token endpoint that is down for a moment stops nobody whose token still has some minutes', async () => {
  await change({ accessTokenExpiresAt: new Date(Date.now() + 3 * 60_000) })
  const before = await row()
  await qonto.faults([{ kind: 'server_error', route: TOKEN, times: 1 }])
  const { accessToken } = await qontoAccessToken(owner.organizationId)
  expect(accessToken).toBe(openSecret(before.accessTokenSealed ?? '', 'accessTokenSealed', before))
  expect((await qontoAccessToken(owner.organizationId)).accessToken).not.toBe(accessToken)
  expect((await row()).renewalBegunAt).toBeNull()
})

test('consents that stood still for a week are renewed in pages, the others are left alone, and one that ended keeps no other from it', async () => {
  const owners = [owner]
  for (let index = 0; index < 4; index++) owners.push(await aConsentingOwner((await qonto.company({ seed: `page-${serial}-${index}` })) as unknown as typeof company))
  const [ended, ...still] = owners.slice(0, 4).map(({ organizationId }) => organizationId)
  await db().qontoCredential.updateMany({ where: { organizationId: { in: [ended ?? '', ...still] } }, data: { renewedAt: new Date(Date.now() - 9 * 24 * HOUR) } })
  await qonto.control('POST', 'revoke', { company: company.id })
  await qonto.clearCalls()
  const total = { renewed: 0, ended: 0, later: 0 }
  let after: string | undefined
  for (;;) {
    const page = await renewDueTokens({ after, limit: 2 })
    for (const key of ['renewed', 'ended', 'later'] as const) total[key] += page[key]
    if (!page.next) break
    after = page.next
  }
  expect(total).toEqual({ renewed: 3, ended: 1, later: 0 })
  expect(await renewals()).toBe(4)
  expect(await renewDueTokens({ limit: 10 })).toMatchObject({ renewed: 0, ended: 0, later: 0 })
})

test('consents that were given in one hour are not all due in one hour', async () => {
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Organization" (id, name) SELECT 'spread-' || n, 'n' FROM generate_series(1, 200) n`
    await tx.$executeRaw`
      INSERT INTO "QontoCredential" (id, "organizationId", kind, login, state, "renewedAt")
      SELECT 'credential-' || n, 'spread-' || n, 'oauth', 'n', 'accepted', now() - interval '7 days 12 hours' FROM generate_series(1, 200) n`
  })
  const { later, renewed, ended } = await renewDueTokens({ limit: 1000 })
  expect(renewed + ended).toBe(0)
  expect(later).toBeGreaterThan(60)
  expect(later).toBeLessThan(140)
})
