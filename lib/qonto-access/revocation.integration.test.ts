import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { revokeQontoAccess } from '@/lib/qonto/token-endpoint'
import { useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { beginQontoOAuth } from './begin-qonto-oauth'
import { completeQontoOAuth } from './complete-qonto-oauth'
import { aConsentingOwner, connectAtQonto, consentAtQonto, useQontoClient, type Member } from './consent.test-support'
import { disconnectQonto } from './disconnect-qonto'
import { findQontoAccess } from './find-qonto-access'
import { letGo } from './let-go'
import { listQontoRevocations } from './list-qonto-revocations'
import { qontoAccessToken } from './qonto-access-token'
import { retryQontoRevocations } from './retry-qonto-revocations'
import { saveQontoCredential } from './save-qonto-credential'
import { openLastToken, openSecret } from './sealed-secret'
import { testQontoAccess } from './test-qonto-access'

await useTestDatabase()
const qonto = await useLocalQonto()
useQontoClient()

const REVOKE = 'POST /oauth2/revoke'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
let serial = 0
const aCompany = async () => (await qonto.company({ seed: `revocation-${++serial}`, name: `Bureau ${serial}` })) as Awaited<ReturnType<typeof qonto.company>> & { members: [Member, ...Member[]] }
let company: Awaited<ReturnType<typeof aCompany>>
let owner: Actor

beforeEach(async () => {
  await qonto.faults([])
  await qonto.control('PUT', 'latency', { per_call_ms: 0 })
  await qonto.switches({ revoke_unknown_status: 200, revoke_ends_all_of_member: false })
  await db().qontoRevocation.deleteMany()
  company = await aCompany()
  owner = await aConsentingOwner(company)
  await qonto.clearCalls()
})

const down = async () => await qonto.faults([{ kind: 'server_error', route: REVOKE }])
const asked = async () => (await qonto.calls()).routes[REVOKE]?.count ?? 0
const rows = async (actor = owner) => await db().qontoRevocation.findMany({ where: { organizationId: actor.organizationId }, orderBy: { id: 'asc' } })
const shown = async (actor = owner) => await listQontoRevocations(actor.organizationId)
const credential = async () => await db().qontoCredential.findUniqueOrThrow({ where: { organizationId: owner.organizationId } })
/** The pause of every open one is over. */
const due = async () => await db().qontoRevocation.updateMany({ data: { nextTryAt: new Date(Date.now() - 1) } })
/** How many consents of the company stood at Qonto; ends them. */
const grants = async (at = company) => (await qonto.control<{ revoked: number }>('POST', 'revoke', { company: at.id })).revoked

/** What a process leaves behind that dies after it has let go of the access and before Qonto is asked. */
async function dieBeforeAsking() {
  await db().$transaction(async (tx) => {
    await letGo(tx, await credential())
    await tx.qontoCredential.delete({ where: { organizationId: owner.organizationId } })
  })
}

describe('a consent whose end Qonto does not confirm', () => {
  test('when disconnected: its token is kept for that alone, it is shown, asked for again when its pause is over, and gone once confirmed', async () => {
    const { id, login, renewedAt, refreshTokenSealed, organizationId } = await credential()
    const token = openSecret(refreshTokenSealed ?? '', 'refreshTokenSealed', { id, organizationId })
    await down()
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    const [row] = await rows()
    if (!row?.tokenSealed) throw new Error('nothing was kept')
    expect(openLastToken(row.tokenSealed, row)).toBe(token)
    expect(() => openSecret(row.tokenSealed ?? '', 'refreshTokenSealed', row)).toThrow()
    const lapsesAt = new Date((renewedAt?.getTime() ?? 0) + 90 * DAY).toISOString()
    expect(await shown()).toEqual([{ id: row.id, who: login, lapsesAt, isRetried: true }])
    await qonto.faults([])
    expect(await retryQontoRevocations()).toEqual({ ended: 0, lapsed: 0, failed: 0 })
    await due()
    expect(await retryQontoRevocations()).toEqual({ ended: 1, lapsed: 0, failed: 0 })
    expect([await rows(), await shown()]).toEqual([[], []])
    expect(await grants()).toBe(0)
  })

  test('when a key replaces it: ended later, and the key goes on', async () => {
    await down()
    await saveQontoCredential(owner, company.api_key)
    expect(await shown()).toHaveLength(1)
    await qonto.faults([])
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect(await grants()).toBe(0)
    expect(await testQontoAccess(owner.organizationId)).toMatchObject({ ok: true })
  })

  test('when another consent replaces it: ended later, and the new one goes on', async () => {
    await down()
    await connectAtQonto(owner, company)
    expect(await shown()).toHaveLength(1)
    await qonto.faults([])
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect(await testQontoAccess(owner.organizationId)).toMatchObject({ ok: true })
    expect(await grants()).toBe(1)
  })

  test('when it was not kept, because it opens another company: ended later as well', async () => {
    const other = await aCompany()
    await down()
    const anyCompany = (await beginQontoOAuth(owner)).redirectTo.replace(/&organization_id=[^&]+/, '')
    await expect(completeQontoOAuth(owner, await consentAtQonto(anyCompany, other.members[0]))).rejects.toMatchObject({ code: 'qonto_other_organization' })
    expect(await shown()).toMatchObject([{ who: owner.name }])
    await qonto.faults([])
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect([await grants(other), await grants()]).toEqual([0, 1])
  })

  test('is seen by its own organization alone', async () => {
    await down()
    await disconnectQonto(owner)
    expect(await shown(await aMember(await anOrganization(), 'owner'))).toEqual([])
  })

  test('with a token that no key opens is shown as one that only a person can end, and Qonto is not asked', async () => {
    await db().qontoCredential.update({ where: { organizationId: owner.organizationId }, data: { refreshTokenSealed: 'lost.AAAA' } })
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    await due()
    expect(await retryQontoRevocations()).toEqual({ ended: 0, lapsed: 0, failed: 0 })
    expect(await shown()).toMatchObject([{ isRetried: false }])
    expect(await asked()).toBe(0)
  })
})

describe('a consent that another replaces', () => {
  test('is ended at Qonto at once, and the new one goes on', async () => {
    await connectAtQonto(owner, company)
    expect(await asked()).toBe(1)
    expect([await rows(), await testQontoAccess(owner.organizationId)]).toMatchObject([[], { ok: true }])
    expect(await grants()).toBe(1)
  })

  test('at a Qonto that ends a member’s newer consent with it: said at the next call, and the next visit holds', async () => {
    await qonto.switches({ revoke_ends_all_of_member: true })
    await connectAtQonto(owner, company)
    expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_reconnect' })
    await qonto.clearCalls()
    await connectAtQonto(owner, company)
    expect(await asked()).toBe(0)
    expect(await testQontoAccess(owner.organizationId)).toMatchObject({ ok: true })
  })
})

describe('whatever happens on the way', () => {
  test('an answer that was lost after Qonto had ended it: the next try finds it gone and forgets the token', async () => {
    await qonto.faults([{ kind: 'drop_after', route: REVOKE, times: 1 }])
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    expect(await grants()).toBe(0)
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect(await rows()).toEqual([])
  })

  test.each([200, 400])('a process that dies between Qonto’s answer and the write: the next try ends it, also when Qonto says with %i that it knows the token no more', async (status) => {
    await dieBeforeAsking()
    const [row] = await rows()
    if (!row?.tokenSealed) throw new Error('nothing was kept')
    await revokeQontoAccess(openLastToken(row.tokenSealed, row))
    await qonto.switches({ revoke_unknown_status: status })
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect(await rows()).toEqual([])
  })

  test('a process that dies before Qonto is asked: the tick takes over after two minutes', async () => {
    await dieBeforeAsking()
    const [row] = await rows()
    const wait = (row?.nextTryAt.getTime() ?? 0) - Date.now()
    expect(wait).toBeGreaterThan(MINUTE)
    expect(wait).toBeLessThanOrEqual(2 * MINUTE)
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
    expect(await grants()).toBe(0)
  })

  test('two processes at once ask Qonto once', async () => {
    await dieBeforeAsking()
    await due()
    await qonto.control('PUT', 'latency', { per_call_ms: 150 })
    const both = await Promise.all([retryQontoRevocations(), retryQontoRevocations()])
    expect(both.map(({ ended }) => ended).sort()).toEqual([0, 1])
    expect(await asked()).toBe(1)
  })

  test('a disconnect waits for a renewal under way, and what the renewal brought is what is ended', async () => {
    await qonto.control('PUT', 'latency', { per_call_ms: 150 })
    const renewal = qontoAccessToken(owner.organizationId, { renewedBefore: new Date(Date.now() + MINUTE) })
    await expect.poll(async () => (await credential()).renewalBegunAt, { interval: 10 }).not.toBeNull()
    const [, { isEnded }] = await Promise.all([renewal.catch(() => undefined), disconnectQonto(owner)])
    expect(isEnded).toBe(true)
    expect([await rows(), await grants()]).toEqual([[], 0])
  })

  test.each([
    ['a web page with status 200', { kind: 'html', route: REVOKE }],
    ['a refusal for too many calls', { kind: 'rate_limited', route: REVOKE }],
    ['a connection that breaks', { kind: 'drop_before', route: REVOKE }],
  ])('%s confirms nothing', async (_what, fault) => {
    await qonto.faults([fault])
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    expect(await shown()).toHaveLength(1)
    expect(await grants()).toBe(1)
  })

  test('a secret of ours that Qonto refuses confirms nothing', async () => {
    const client = { client_id: process.env.QONTO_CLIENT_ID, redirect_uris: ['http://localhost:*'] }
    await qonto.control('POST', 'clients', { ...client, client_secret: 'another secret' })
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    await qonto.control('POST', 'clients', { ...client, client_secret: process.env.QONTO_CLIENT_SECRET })
    await due()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 1 })
  })
})

describe('while Qonto stays away', () => {
  test('the pauses grow from two minutes to six hours', async () => {
    await down()
    await disconnectQonto(owner)
    const pauses: number[] = []
    for (let tries = 1; tries <= 9; tries++) {
      await due()
      expect(await retryQontoRevocations()).toMatchObject({ failed: 1 })
      pauses.push(Math.round(((await rows())[0]?.nextTryAt.getTime() ?? 0) / MINUTE - Date.now() / MINUTE))
    }
    expect(pauses).toEqual([4, 8, 16, 32, 64, 128, 256, 360, 360])
  })

  test('it is asked once a tick, however many wait, and one that fails keeps no other from its turn', async () => {
    const owners = [owner, await aConsentingOwner(await aCompany()), await aConsentingOwner(await aCompany())]
    await down()
    for (const each of owners) await disconnectQonto(each)
    await due()
    await qonto.clearCalls()
    expect(await retryQontoRevocations()).toMatchObject({ ended: 0, failed: 1 })
    expect(await asked()).toBe(1)
    await qonto.faults([])
    expect(await retryQontoRevocations()).toMatchObject({ ended: 2, failed: 0 })
    expect(await db().qontoRevocation.count()).toBe(1)
  })

  test('after the 90 days that a refresh token lives it is given up unasked, and no longer shown', async () => {
    await down()
    await disconnectQonto(owner)
    await db().qontoRevocation.updateMany({ data: { lapsesAt: new Date(Date.now() - 1) } })
    expect(await shown()).toEqual([])
    await due()
    await qonto.clearCalls()
    expect(await retryQontoRevocations()).toEqual({ ended: 0, lapsed: 1, failed: 0 })
    expect([await rows(), await asked()]).toEqual([[], 0])
  })
})

test('to let go of an access that has ended at Qonto already leaves nothing open', async () => {
  await grants()
  expect(await testQontoAccess(owner.organizationId)).toMatchObject({ code: 'qonto_reconnect' })
  await connectAtQonto(owner, company)
  expect(await rows()).toEqual([])
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'accepted' })
})
