import { expect, test, vi } from 'vitest'
import { authenticate } from '@/lib/auth/authenticate'
import { actorOfSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { createOwner } from './create-owner'

const installation = vi.hoisted(() => ({ isLocal: false }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), isLocal: installation.isLocal }) }
})

await useTestDatabase()

const acme = { organization: 'Acme', email: 'Ada@Acme-Trading.com ', name: 'Ada', password: 'a long first password' }

test('the first owner of a real installation signs in, and asking again changes nothing', async () => {
  const first = await createOwner(acme)
  expect(first.isNew).toBe(true)
  const [second, third] = await Promise.all([createOwner({ ...acme, password: 'another password' }), createOwner(acme)])
  expect([second, third]).toEqual([{ ...first, isNew: false }, { ...first, isNew: false }])
  expect(await db().organization.count()).toBe(1)
  const { sessionId } = await authenticate({ email: 'ada@acme-trading.com', password: acme.password, address: '127.0.0.1' })
  expect(await actorOfSession(sessionId)).toMatchObject({ role: 'owner', organizationId: first.organizationId, organizationName: 'Acme' })
})

test('somebody who belongs to another organization is not taken over', async () => {
  await createOwner({ ...acme, organization: 'Birch', email: 'bob@birch-co.com' })
  await expect(createOwner({ ...acme, organization: 'Cedar', email: 'bob@birch-co.com' })).rejects.toMatchObject({ code: 'already_member' })
  expect(await db().organization.count({ where: { name: 'Cedar' } })).toBe(0)
})

test.each([{ email: 'owner@acme.example' }, { password: 'receipts-demo' }])('with real keys a demo account is refused: %j', async (demo) => {
  await expect(createOwner({ ...acme, organization: 'Demo', email: 'x@demo-co.com', ...demo })).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await db().organization.count({ where: { name: 'Demo' } })).toBe(0)
})

test.each([{ email: 'nobody' }, { organization: ' ' }, { name: '' }, { password: 'short' }])('a wrong entry is refused and nothing is stored: %j', async (wrong) => {
  const before = await db().organization.count()
  await expect(createOwner({ ...acme, organization: 'Wrong', email: 'y@wrong-co.com', ...wrong })).rejects.toMatchObject({ code: 'bad_input' })
  expect(await db().organization.count()).toBe(before)
})
