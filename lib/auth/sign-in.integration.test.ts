import { afterEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { aMember, anOrganization, PASSWORD } from '@/lib/testing/factories'
import { useTestDatabase } from '@/lib/testing/database'
import { authenticate } from './authenticate'
import { hashPassword, isPasswordRight } from './passwords'
import { actorOfSession, endSession } from './sessions'

await useTestDatabase()

/** The back-off's pauses do not pass while a slow machine works through the tries. */
const stopTheClock = () => vi.useFakeTimers({ toFake: ['Date'] })
afterEach(() => void vi.useRealTimers())

const tryTo = (email: string, password: string, address = '192.0.2.1') => authenticate({ email, password, address })

test('the right password starts a session that knows member, role and organization', async () => {
  const member = await aMember(await anOrganization({ name: 'Acme' }), 'accountant')
  const { sessionId } = await tryTo(`  ${member.email.toUpperCase()} `, PASSWORD)
  expect(await actorOfSession(sessionId)).toMatchObject({ userId: member.userId, role: 'accountant', organizationName: 'Acme', sessionId })
})

test('a wrong password and an unknown address get the same answer', async () => {
  const member = await aMember(await anOrganization(), 'owner')
  const wrong = await tryTo(member.email, 'not the password').catch((error: unknown) => error)
  const unknown = await tryTo('nobody@example.com', 'not the password').catch((error: unknown) => error)
  expect(wrong).toMatchObject({ code: 'sign_in_failed' })
  expect(unknown).toMatchObject({ code: 'sign_in_failed', message: (wrong as Error).message })
})

test('an unknown address costs a full hash, so that time does not give it away', async () => {
  const hash = await hashPassword(PASSWORD)
  const cost = async (stored: string | null) => {
    const start = performance.now()
    for (let i = 0; i < 8; i++) expect(await isPasswordRight(stored, 'wrong password')).toBe(false)
    return performance.now() - start
  }
  await cost(null)
  const [known, unknown] = [await cost(hash), await cost(null)]
  expect(unknown / known).toBeGreaterThan(0.1)
})

test('after five failures the account has to wait, also with the right password, and other accounts do not', async () => {
  stopTheClock()
  const organization = await anOrganization()
  const [member, other] = [await aMember(organization, 'owner'), await aMember(organization, 'admin')]
  for (let i = 0; i < 5; i++) await expect(tryTo(member.email, 'wrong password', `198.51.100.${i}`)).rejects.toMatchObject({ code: 'sign_in_failed' })
  await expect(tryTo(member.email, PASSWORD)).rejects.toMatchObject({ code: 'too_many_attempts', retryAfter: expect.any(Number) })
  await expect(tryTo(other.email, PASSWORD)).resolves.toMatchObject({ userId: other.userId })
})

test('twenty tries at once are not more than five', async () => {
  stopTheClock()
  const member = await aMember(await anOrganization(), 'owner')
  const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => tryTo(member.email, 'wrong password', `198.51.101.${i}`)))
  const codes = tries.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'signed in'))
  expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(5)
  expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(15)
})

test('signing in many times from one address is no failure of it', async () => {
  const member = await aMember(await anOrganization(), 'owner')
  for (let i = 0; i < 32; i++) await expect(tryTo(member.email, PASSWORD, '203.0.113.8')).resolves.toMatchObject({ userId: member.userId })
})

test('one address that tries many accounts has to wait', async () => {
  stopTheClock()
  for (let i = 0; i < 30; i++) await tryTo(`guess-${i}@example.com`, 'wrong password', '203.0.113.9').catch(() => undefined)
  await expect(tryTo('guess-31@example.com', 'wrong password', '203.0.113.9')).rejects.toMatchObject({ code: 'too_many_attempts' })
})

test('sign-out, removal and a role change act with the next request', async () => {
  const organization = await anOrganization()
  const member = await aMember(organization, 'admin')
  await db().membership.updateMany({ where: { userId: member.userId }, data: { role: 'employee' } })
  expect(await actorOfSession(member.sessionId)).toMatchObject({ role: 'employee' })
  await db().membership.deleteMany({ where: { userId: member.userId } })
  expect(await actorOfSession(member.sessionId)).toBeNull()
  const second = await aMember(organization, 'owner')
  await endSession(second.sessionId)
  expect(await actorOfSession(second.sessionId)).toBeNull()
})

test('a session ends after seven days, or twelve hours without a request', async () => {
  const organization = await anOrganization()
  const [old, idle] = [await aMember(organization, 'owner'), await aMember(organization, 'owner')]
  await db().session.update({ where: { id: old.sessionId }, data: { expiresAt: new Date(Date.now() - 1) } })
  await db().session.update({ where: { id: idle.sessionId }, data: { lastSeenAt: new Date(Date.now() - 12 * 3600_000 - 1000) } })
  expect(await actorOfSession(old.sessionId)).toBeNull()
  expect(await actorOfSession(idle.sessionId)).toBeNull()
})

test('passwords of 8 to 128 characters are taken as they are', async () => {
  await expect(hashPassword('1234567')).rejects.toMatchObject({ code: 'bad_input' })
  await expect(hashPassword('x'.repeat(129))).rejects.toMatchObject({ code: 'bad_input' })
  const odd = ' ünï  çødé 🙂 '
  expect(await isPasswordRight(await hashPassword(odd), odd)).toBe(true)
})
