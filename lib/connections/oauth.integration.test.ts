import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { startSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { abandonDraft } from './abandon-draft'
import { beginOAuth } from './begin-oauth'
import { completeOAuth, type OAuthReturn } from './complete-oauth'
import { findLiveConnection } from './find-live-connection'
import { finishSetup } from './finish-setup'
import { getOrOpenDraft } from './get-or-open-draft'
import { markNeedsReconnect } from './mark-needs-reconnect'
import { saveAuthenticationName } from './save-authentication-name'
import { saveStart } from './save-start'
import { sweepDrafts } from './sweep-drafts'

const dropbox = await useLocalDropbox()
await useTestDatabase()

const PERSON = 'camille@example.com'
let owner: Actor
let colleague: Actor

beforeEach(async () => {
  await dropbox.faults([])
  const organization = await anOrganization()
  owner = await aMember(organization, 'owner')
  colleague = await aMember(organization, 'accountant')
})

const queryOf = (url: URL): OAuthReturn => Object.fromEntries(url.searchParams)

/** A member who is about to choose an account. */
async function named(actor: Actor) {
  await getOrOpenDraft(actor)
  await saveAuthenticationName(actor, 'Office')
}

/** What Dropbox sends back after the person has pressed Continue. */
async function journey(actor: Actor, purpose: 'setup' | 'reconnect' = 'setup', account = PERSON) {
  const { redirectTo } = await beginOAuth(actor, { purpose })
  return queryOf(await dropbox.consent(redirectTo, 'continue', account))
}

async function linked(actor: Actor, account = PERSON) {
  await named(actor)
  await completeOAuth(actor, await journey(actor, 'setup', account))
}

async function connected(actor: Actor, account = PERSON) {
  await linked(actor, account)
  await saveStart(actor, { preset: 'everything' })
  return finishSetup(actor)
}

const linksOf = async (email: string) => (await dropbox.account(email) as { id: string; linked_apps?: string[] }).linked_apps?.length

describe('the journey to Dropbox', () => {
  test('asks for exactly our three scopes, offline, with PKCE S256, and comes back to the configured address', async () => {
    await named(owner)
    const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
    const asked = Object.fromEntries(new URL(redirectTo).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      token_access_type: 'offline',
      code_challenge_method: 'S256',
      scope: 'account_info.read files.metadata.read files.content.write',
      redirect_uri: 'http://localhost:3000/api/dropbox/callback',
    })
    expect(asked.state?.length).toBeGreaterThanOrEqual(43)
  })

  test('links the account that was chosen and shows its name, e-mail and space', async () => {
    await linked(owner)
    const draft = await getOrOpenDraft(owner)
    expect(draft).toMatchObject({ step: 'start', dropbox: { name: 'Camille Moreau', email: PERSON, team: null } })
    expect(draft.dropbox?.allocated).toBeGreaterThan(0)
  })

  test('a second visit from the same draft lets another account be chosen, and the first link is ended', async () => {
    await dropbox.account('first@example.com')
    await linked(owner, 'first@example.com')
    const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
    expect(new URL(redirectTo).searchParams.get('force_reauthentication')).toBe('true')
    await completeOAuth(owner, queryOf(await dropbox.consent(redirectTo, 'continue', PERSON)))
    expect((await getOrOpenDraft(owner)).dropbox?.email).toBe(PERSON)
    expect(await linksOf('first@example.com')).toBe(0)
  })

  test('an abandoned draft forgets its access and ends it at Dropbox', async () => {
    await dropbox.account('abandoned@example.com')
    await linked(owner, 'abandoned@example.com')
    expect(await linksOf('abandoned@example.com')).toBe(1)
    await abandonDraft(owner)
    await abandonDraft(owner)
    expect(await linksOf('abandoned@example.com')).toBe(0)
    expect(await getOrOpenDraft(owner)).toMatchObject({ step: 'name', dropbox: null })
  })
})

test('a draft that nobody touched for a day is closed and its access ended; a fresh one stays', async () => {
  await dropbox.account('stale@example.com')
  await linked(owner, 'stale@example.com')
  const stale = await getOrOpenDraft(owner)
  await db().setupDraft.update({ where: { id: stale.id }, data: { updatedAt: new Date(Date.now() - 25 * 60 * 60_000) } })
  await named(colleague)
  expect(await sweepDrafts()).toBe(1)
  expect(await sweepDrafts()).toBe(0)
  expect(await linksOf('stale@example.com')).toBe(0)
  expect((await getOrOpenDraft(owner)).id).not.toBe(stale.id)
  expect((await getOrOpenDraft(colleague)).authenticationName).toBe('Office')
})

describe('a forged or late return', () => {
  beforeEach(() => named(owner))
  const nothingLinked = async () => expect((await getOrOpenDraft(owner)).dropbox).toBeNull()

  test('cancelled at Dropbox: said as such, and the next try works', async () => {
    const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
    const back = queryOf(await dropbox.consent(redirectTo, 'cancel', PERSON))
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ code: 'oauth_cancelled' })
    await nothingLinked()
    await completeOAuth(owner, await journey(owner))
  })

  test.each([['missing', undefined], ['invented', 'x'.repeat(43)]])('a state that is %s is unknown', async (_, state) => {
    const back = await journey(owner)
    await expect(completeOAuth(owner, { ...back, state })).rejects.toMatchObject({ code: 'oauth_state_unknown' })
    await nothingLinked()
  })

  test('a replayed return changes nothing', async () => {
    const back = await journey(owner)
    await completeOAuth(owner, back)
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ code: 'oauth_state_unknown' })
  })

  test('of two simultaneous returns one counts', async () => {
    const back = await journey(owner)
    const outcomes = await Promise.allSettled([completeOAuth(owner, back), completeOAuth(owner, back)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('from another browser of the same member, another member or another organization it is unknown, and still good for its owner', async () => {
    const back = await journey(owner)
    const elsewhere = { ...owner, sessionId: await startSession(owner.userId, owner.organizationId) }
    const stranger = await aMember(await anOrganization(), 'owner')
    for (const actor of [elsewhere, colleague, stranger]) {
      await expect(completeOAuth(actor, back)).rejects.toMatchObject({ code: 'oauth_state_unknown' })
    }
    expect(await completeOAuth(owner, back)).toEqual({ purpose: 'setup' })
  })

  test('after ten minutes it is too late', async () => {
    const back = await journey(owner)
    await db().oAuthState.updateMany({ where: { userId: owner.userId }, data: { expiresAt: new Date() } })
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ code: 'oauth_state_expired' })
    await nothingLinked()
  })

  test('the state is used up before the exchange: a failed exchange cannot be tried again with it', async () => {
    const back = await journey(owner)
    await dropbox.faults([{ kind: 'server_error', route: 'oauth2/token', times: 1 }])
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ next: 'retry' })
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ code: 'oauth_state_unknown' })
    await nothingLinked()
  })

  test.each([['wrong', 'not-a-code'], ['missing', undefined]])('a code that is %s is refused', async (_, code) => {
    const back = await journey(owner)
    await expect(completeOAuth(owner, { ...back, code })).rejects.toMatchObject({ code: 'oauth_code_refused' })
    await nothingLinked()
  })

  test('a verifier moved from another journey does not open', async () => {
    const [first, second] = [await journey(owner), await journey(owner)]
    const rows = await db().oAuthState.findMany({ where: { userId: owner.userId, consumedAt: null } })
    await db().oAuthState.updateMany({ where: { userId: owner.userId }, data: { verifierSealed: rows[0]?.verifierSealed ?? '' } })
    const outcomes = await Promise.allSettled([completeOAuth(owner, first), completeOAuth(owner, second)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('less access than asked for is refused with the reason and not kept', async () => {
    const { redirectTo } = await beginOAuth(owner, { purpose: 'setup' })
    const narrowed = new URL(redirectTo)
    narrowed.searchParams.set('scope', 'account_info.read files.metadata.read')
    await dropbox.account('narrow@example.com')
    const back = queryOf(await dropbox.consent(narrowed.toString(), 'continue', 'narrow@example.com'))
    await expect(completeOAuth(owner, back)).rejects.toMatchObject({ code: 'oauth_scope_missing', detail: 'files.content.write' })
    await nothingLinked()
    expect(await linksOf('narrow@example.com')).toBe(0)
  })
})

describe('reconnecting', () => {
  test('renews access to the same account: the connection and what it knows stay', async () => {
    const { connectionId } = await connected(owner)
    await markNeedsReconnect(connectionId)
    expect(await findLiveConnection(owner.organizationId)).toMatchObject({ state: 'needs_reconnect', problem: 'dropbox_reconnect' })
    expect(await completeOAuth(colleague, await journey(colleague, 'reconnect'))).toEqual({ purpose: 'reconnect' })
    expect(await findLiveConnection(owner.organizationId)).toMatchObject({ id: connectionId, state: 'active', problem: null })
    expect(await db().notice.findMany({ where: { organizationId: owner.organizationId } })).toMatchObject([{ cause: 'dropbox_reconnect', openKey: null }])
  })

  test('with another account is refused and merges nothing', async () => {
    const { connectionId } = await connected(owner)
    await markNeedsReconnect(connectionId)
    const before = await db().connection.findUniqueOrThrow({ where: { id: connectionId } })
    await dropbox.account('other@example.com')
    await expect(completeOAuth(owner, await journey(owner, 'reconnect', 'other@example.com'))).rejects.toMatchObject({ code: 'oauth_other_account' })
    expect(await db().connection.findUniqueOrThrow({ where: { id: connectionId } })).toEqual(before)
    expect(await linksOf('other@example.com')).toBe(0)
  })

  test('is refused where nothing is connected', async () => {
    await expect(beginOAuth(owner, { purpose: 'reconnect' })).rejects.toMatchObject({ code: 'not_connected' })
  })
})
