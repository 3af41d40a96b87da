import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { getAccount } from '@/lib/dropbox/get-account'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { accessToken } from './access-token'
import { assertLive } from './assert-live'
import { dropboxSession } from './dropbox-session'
import { refreshSpace } from './refresh-space'
import { openToken, sealToken } from './sealed-token'

const dropbox = await useLocalDropbox()
await useTestDatabase()

const TOKEN_ROUTE = 'oauth2/token'
let owner: Actor
let account: string
let serial = 0

beforeEach(async () => {
  await dropbox.faults([])
  owner = await aMember(await anOrganization(), 'owner')
  account = `sessions-${++serial}@example.com`
})

/** A live connection whose access token ended long ago, unless one is given. */
async function aConnection(stored?: string) {
  await dropbox.account(account)
  const tokens = await dropbox.tokens(account)
  const { organizationId, userId, name } = owner
  const [id, table] = [crypto.randomUUID(), 'Connection'] as const
  const row = { id, organizationId }
  await db().connection.create({
    data: {
      ...row,
      liveKey: organizationId,
      draftId: crypto.randomUUID(),
      authenticationName: 'Office',
      connectedByUserId: userId,
      connectedByName: name,
      connectedAt: new Date(),
      startAt: new Date(0),
      dropboxAccountId: tokens.account_id,
      dropboxEmail: account,
      dropboxName: account,
      dropboxKind: 'basic',
      scopes: [],
      refreshTokenSealed: sealToken(tokens.refresh_token, { table, column: 'refreshTokenSealed' }, row),
      accessTokenSealed: sealToken(stored ?? tokens.access_token, { table, column: 'accessTokenSealed' }, row),
      accessTokenExpiresAt: new Date(stored ? Date.now() + 3_600_000 : 0),
      rootName: 'Qonto',
      periodKind: 'month',
      fileTemplate: '{original}',
    },
  })
  await dropbox.forgetCalls()
  return id
}

const rowOf = (id: string) => db().connection.findUniqueOrThrow({ where: { id } })
const noticesOf = () => db().notice.findMany({ where: { organizationId: owner.organizationId } })

describe('an access token', () => {
  test('eight callers at once cause one refresh, and the refresh token stays', async () => {
    const id = await aConnection()
    const before = (await rowOf(id)).refreshTokenSealed
    const sessions = await Promise.all(Array.from({ length: 8 }, () => dropboxSession(id)))
    const names = await Promise.all(sessions.map(async (session) => (await getAccount(session)).email))
    expect(names).toEqual(Array.from({ length: 8 }, () => account))
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(1)
    expect((await rowOf(id)).refreshTokenSealed).toBe(before)
  })

  test('two processes at once cause one refresh: the second finds the result of the first under the row lock', async () => {
    const id = await aConnection()
    await dropbox.control('PUT', 'latency', { per_call_ms: 200 })
    const flights = globalThis as { __tokenFlights?: Map<string, unknown> }
    const first = accessToken(id)
    flights.__tokenFlights?.clear()
    const second = accessToken(id)
    expect((await second).accessToken).toBe((await first).accessToken)
    await dropbox.control('PUT', 'latency', {})
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(1)
  })

  test('that Dropbox refuses before its time is replaced once for all callers', async () => {
    const id = await aConnection('sl.refused-by-dropbox')
    const session = await dropboxSession(id)
    await Promise.all(Array.from({ length: 4 }, () => getAccount(session)))
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(1)
  })

  test('is renewed in spite of an outage of the token endpoint, and nobody is asked to reconnect', async () => {
    const id = await aConnection()
    await dropbox.faults([{ kind: 'server_error', route: TOKEN_ROUTE, times: 2 }])
    expect(await getAccount(await dropboxSession(id))).toMatchObject({ email: account })
    expect(await rowOf(id)).toMatchObject({ state: 'active', problem: null })
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(3)
  })

  test('of a revoked link asks for a person, once, however many calls fail', async () => {
    const id = await aConnection()
    const sessions = await Promise.all(Array.from({ length: 5 }, () => dropboxSession(id)))
    await dropbox.user({ account, op: 'revoke_app' })
    const outcomes = await Promise.allSettled(sessions.map(getAccount))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(Array.from({ length: 5 }, () => 'dropbox_reconnect'))
    expect(await rowOf(id)).toMatchObject({ state: 'needs_reconnect', problem: 'dropbox_reconnect', accessTokenSealed: null })
    expect(await noticesOf()).toMatchObject([{ cause: 'dropbox_reconnect', closedAt: null }])
    await expect(dropboxSession(id)).rejects.toMatchObject({ code: 'dropbox_reconnect' })
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(1)
  })

  test('of a connection that lost a permission asks for a person', async () => {
    const id = await aConnection()
    await dropbox.faults([{ kind: 'missing_scope', account, route: 'users/get_current_account', times: 1 }])
    await expect(getAccount(await dropboxSession(id))).rejects.toMatchObject({ code: 'dropbox_reconnect' })
    expect(await rowOf(id)).toMatchObject({ state: 'needs_reconnect' })
  })

  test('sealed for one row opens in no other row, column or organization, and not when a bit was changed', async () => {
    const place = { table: 'Connection', column: 'refreshTokenSealed' } as const
    const row = { id: 'a', organizationId: 'o' }
    const sealed = sealToken('secret', place, row)
    expect(openToken(sealed, place, row)).toBe('secret')
    expect(() => openToken(sealed, place, { ...row, id: 'b' })).toThrow()
    expect(() => openToken(sealed, place, { ...row, organizationId: 'p' })).toThrow()
    expect(() => openToken(sealed, { ...place, column: 'accessTokenSealed' }, row)).toThrow()
    const [key, text = ''] = sealed.split('.')
    const bytes = Buffer.from(text, 'base64')
    for (const at of [0, 13, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => openToken(`${key}.${changed.toString('base64')}`, place, row)).toThrow()
    }
  })

  test('swapped between two connections is refused, and reaches no Dropbox', async () => {
    const mine = await aConnection()
    const victim = await rowOf(mine)
    owner = await aMember(await anOrganization(), 'owner')
    const other = await aConnection()
    await db().connection.update({ where: { id: other }, data: { refreshTokenSealed: victim.refreshTokenSealed, accessTokenSealed: null } })
    await expect(getAccount(await dropboxSession(other))).rejects.toMatchObject({ code: 'unexpected' })
    expect(await dropbox.calls(TOKEN_ROUTE)).toBe(0)
  })
})

describe('a session', () => {
  test('keeps what Dropbox says about space', async () => {
    const id = await aConnection()
    await dropbox.account(account, { quota: 12345 })
    expect(await refreshSpace(id)).toEqual({ used: 0n, allocated: 12345n })
    expect(await rowOf(id)).toMatchObject({ spaceUsed: 0n, spaceAllocated: 12345n })
  })

  test('is refused to an unknown connection and to a run that lost its lock', async () => {
    const id = await aConnection()
    await expect(dropboxSession('unknown')).rejects.toMatchObject({ code: 'disconnected' })
    await assertLive(id)
    await expect(assertLive(id, 'some run')).rejects.toMatchObject({ code: 'run_superseded' })
    await db().connection.update({ where: { id }, data: { lockRunId: 'some run' } })
    await assertLive(id, 'some run')
  })
})
