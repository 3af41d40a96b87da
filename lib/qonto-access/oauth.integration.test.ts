import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { startSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db'
import { useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { beginQontoOAuth } from './begin-qonto-oauth'
import { completeQontoOAuth } from './complete-qonto-oauth'
import { aConsentingOwner, connectAtQonto, consentAtQonto, useQontoClient, type Member } from './consent.test-support'
import { disconnectQonto } from './disconnect-qonto'
import { findQontoAccess } from './find-qonto-access'
import { saveQontoCredential } from './save-qonto-credential'
import { testQontoAccess } from './test-qonto-access'

await useTestDatabase()
const qonto = await useLocalQonto()
useQontoClient()

const TOKEN = 'POST /oauth2/token'
let serial = 0
const aCompany = async (size: object = {}) => (await qonto.company({ seed: `oauth-${++serial}`, name: `Studio ${serial}`, ...size })) as Awaited<ReturnType<typeof qonto.company>> & { members: [Member, ...Member[]] }
let company: Awaited<ReturnType<typeof aCompany>>
let owner: Actor

beforeEach(async () => {
  await qonto.faults([])
  await qonto.control('PUT', 'clock', {})
  company = await aCompany()
  owner = await aMember(await anOrganization({ name: company.name }), 'owner')
})

const visit = async (actor = owner, decision: 'allow' | 'deny' = 'allow', at = company) => await consentAtQonto((await beginQontoOAuth(actor)).redirectTo, at.members[0], decision)
const stored = async (actor = owner) => await db().qontoCredential.findUnique({ where: { organizationId: actor.organizationId } })
const grants = async (at = company) => (await qonto.control<{ revoked: number }>('POST', 'revoke', { company: at.id })).revoked

describe('the journey to Qonto', () => {
  test('asks for what the export needs with PKCE S256 and an unguessable state, and comes back to the configured address', async () => {
    const asked = Object.fromEntries(new URL((await beginQontoOAuth(owner)).redirectTo).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      scope: 'offline_access organization.read attachment.read attachment.write membership.read',
      redirect_uri: 'http://localhost:3000/api/qonto/callback',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(asked).not.toHaveProperty('organization_id')
    await connectAtQonto(owner, company)
    expect(new URL((await beginQontoOAuth(owner)).redirectTo).searchParams.get('organization_id')).toBe(company.id)
  })

  test('a consent opens the company: receipts arrive, and the test says which company, who and how many accounts', async () => {
    const full = await aCompany({ transactions: 6, receipts: 5, accounts: 2 })
    const ours = await aConsentingOwner(full)
    expect(await mirrorInventory(ours.organizationId)).toMatchObject({ accounts: 2, receipts: 5, owedItems: 0 })
    const report = { company: full.name, member: expect.stringMatching(/\w+ \w+/), openAccounts: 2, closedAccounts: 0, milliseconds: expect.any(Number) }
    expect(await testQontoAccess(ours.organizationId)).toEqual({ ok: true, report })
    expect(await findQontoAccess(ours.organizationId)).toMatchObject({ kind: 'oauth', state: 'accepted', problem: null })
    const row = await stored(ours)
    expect(row).toMatchObject({ secretSealed: null, refreshTokenSealed: expect.stringMatching(/^test\./), accessTokenSealed: expect.stringMatching(/^test\./) })
  })

  test('refused at Qonto: said as such, nothing is stored, and the next try works', async () => {
    await expect(completeQontoOAuth(owner, await visit(owner, 'deny'))).rejects.toMatchObject({ code: 'qonto_oauth_cancelled' })
    expect(await stored()).toBeNull()
    await completeQontoOAuth(owner, await visit())
    expect(await stored()).toMatchObject({ kind: 'oauth' })
  })

  test('the return counts once', async () => {
    const query = await visit()
    await completeQontoOAuth(owner, query)
    const before = await stored()
    await expect(completeQontoOAuth(owner, query)).rejects.toMatchObject({ code: 'qonto_oauth_lost' })
    expect(await stored()).toEqual(before)
  })

  test('from another browser of the same member, another member or another organization it is unknown, and still good for its owner', async () => {
    const query = await visit()
    const otherBrowser = { ...owner, sessionId: await startSession(owner.userId, owner.organizationId) }
    const colleague = await aMember({ id: owner.organizationId, name: owner.organizationName, timeZone: owner.timeZone, locale: owner.locale }, 'admin')
    const stranger = await aMember(await anOrganization(), 'owner')
    for (const actor of [otherBrowser, colleague, stranger]) await expect(completeQontoOAuth(actor, query)).rejects.toMatchObject({ code: 'qonto_oauth_lost' })
    expect(await db().qontoCredential.count({ where: { organizationId: stranger.organizationId } })).toBe(0)
    await completeQontoOAuth(owner, query)
  })

  test('a state that was made for Dropbox opens nothing here', async () => {
    const query = await visit()
    await db().oAuthState.updateMany({ data: { provider: 'dropbox' } })
    await expect(completeQontoOAuth(owner, query)).rejects.toMatchObject({ code: 'qonto_oauth_lost' })
  })

  test('after ten minutes it is too late', async () => {
    const query = await visit()
    await db().oAuthState.updateMany({ where: { organizationId: owner.organizationId }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(completeQontoOAuth(owner, query)).rejects.toMatchObject({ code: 'qonto_oauth_lost' })
    expect(await stored()).toBeNull()
  })

  test('a consent that leaves out what the export needs is not kept, and ended at Qonto', async () => {
    const { redirectTo } = await beginQontoOAuth(owner)
    const less = redirectTo.replace('+attachment.read', '')
    await expect(completeQontoOAuth(owner, await consentAtQonto(less, company.members[0]))).rejects.toMatchObject({ code: 'qonto_scope_missing' })
    expect(await stored()).toBeNull()
    expect(await grants()).toBe(0)
  })

  test('another company than the one whose receipts are here is refused, ended at Qonto, and what was connected stays', async () => {
    await completeQontoOAuth(owner, await visit())
    const before = await stored()
    const other = await aCompany()
    const { redirectTo } = await beginQontoOAuth(owner)
    const anyCompany = redirectTo.replace(/&organization_id=[^&]+/, '')
    await expect(completeQontoOAuth(owner, await consentAtQonto(anyCompany, other.members[0]))).rejects.toMatchObject({ code: 'qonto_other_organization' })
    expect(await stored()).toEqual(before)
    expect(await grants(other)).toBe(0)
    expect(await grants()).toBe(1)
  })

  test('without an app at Qonto the way is closed, with the way on in words', async () => {
    vi.resetModules()
    const { beginQontoOAuth: begin } = await (async () => {
      const [id, secret] = [process.env.QONTO_CLIENT_ID, process.env.QONTO_CLIENT_SECRET]
      Object.assign(process.env, { QONTO_CLIENT_ID: '', QONTO_CLIENT_SECRET: '' })
      const fresh = await import('./begin-qonto-oauth')
      await expect(fresh.beginQontoOAuth(owner)).rejects.toMatchObject({ code: 'qonto_oauth_unset' })
      Object.assign(process.env, { QONTO_CLIENT_ID: id, QONTO_CLIENT_SECRET: secret })
      return fresh
    })()
    await expect(begin(owner)).rejects.toMatchObject({ code: 'qonto_oauth_unset' })
  })
})

describe('one way in at a time', () => {
  test('an API key replaces a consent, which is ended at Qonto; a consent replaces a key, whose secret is forgotten', async () => {
    await completeQontoOAuth(owner, await visit())
    await saveQontoCredential(owner, company.api_key)
    expect(await stored()).toMatchObject({ kind: 'api_key', refreshTokenSealed: null, accessTokenSealed: null, scopes: [] })
    expect(await grants()).toBe(0)
    await completeQontoOAuth(owner, await visit())
    expect(await stored()).toMatchObject({ kind: 'oauth', secretSealed: null, state: 'accepted' })
    expect(await db().qontoCredential.count({ where: { organizationId: owner.organizationId } })).toBe(1)
  })

  test('disconnecting forgets everything, ends the consent at Qonto, and only the same company comes back', async () => {
    await completeQontoOAuth(owner, await visit())
    expect(await disconnectQonto(owner)).toEqual({ isEnded: true })
    expect(await stored()).toBeNull()
    expect(await grants()).toBe(0)
    expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_credentials_missing' })
    expect(await disconnectQonto(owner)).toEqual({ isEnded: true })
    await expect(saveQontoCredential(owner, (await aCompany()).api_key)).rejects.toMatchObject({ code: 'qonto_other_organization' })
    await completeQontoOAuth(owner, await visit())
  })

  test('while Qonto is down a disconnect still forgets, and says that the end is not confirmed', async () => {
    await completeQontoOAuth(owner, await visit())
    await qonto.faults([{ kind: 'server_error', route: 'POST /oauth2/revoke' }])
    expect(await disconnectQonto(owner)).toEqual({ isEnded: false })
    expect(await stored()).toBeNull()
  })
})

test('a broken token endpoint is trouble that passes, and a wrong secret of ours is said as such', async () => {
  await qonto.faults([{ kind: 'server_error', route: TOKEN, times: 1 }])
  await expect(completeQontoOAuth(owner, await visit())).rejects.toMatchObject({ code: 'qonto_unreachable', next: 'retry' })
  await qonto.control('POST', 'clients', { client_id: process.env.QONTO_CLIENT_ID, client_secret: 'another secret', redirect_uris: ['http://localhost:*'] })
  await expect(completeQontoOAuth(owner, await visit())).rejects.toMatchObject({ code: 'qonto_client_refused' })
  await qonto.control('POST', 'clients', { client_id: process.env.QONTO_CLIENT_ID, client_secret: process.env.QONTO_CLIENT_SECRET, redirect_uris: ['http://localhost:*'] })
  expect(await stored()).toBeNull()
})
