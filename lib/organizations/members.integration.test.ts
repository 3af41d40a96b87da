import { expect, test } from 'vitest'
import { authenticate } from '@/lib/auth/authenticate'
import { actorOfSession, startSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { addMember } from './add-member'
import { changeRole } from './change-role'
import { listMembers } from './list-members'
import { removeMember } from './remove-member'

await useTestDatabase()

const membershipOf = async (actor: { organizationId: string; userId: string }) =>
  (await db().membership.findFirstOrThrow({ where: { organizationId: actor.organizationId, userId: actor.userId } })).id
const auditOf = async (organizationId: string) =>
  (await db().auditEntry.findMany({ where: { organizationId }, orderBy: { seq: 'asc' } })).map(({ action, detail }) => ({ action, detail }))

test('a role change acts with the next request and is in the audit log once', async () => {
  const organization = await anOrganization()
  const [owner, employee] = [await aMember(organization, 'owner'), await aMember(organization, 'employee')]
  await changeRole(owner, await membershipOf(employee), 'accountant')
  await changeRole(owner, await membershipOf(employee), 'accountant')
  expect(await actorOfSession(employee.sessionId)).toMatchObject({ role: 'accountant' })
  expect(await auditOf(owner.organizationId)).toMatchObject([{ action: 'role_changed', detail: { before: 'employee', after: 'accountant' } }])
})

test('the last owner can neither be removed nor lose the role, also when two owners leave at once', async () => {
  const organization = await anOrganization()
  const [one, two] = [await aMember(organization, 'owner'), await aMember(organization, 'owner')]
  const outcomes = await Promise.allSettled([changeRole(one, await membershipOf(one), 'admin'), removeMember(two, await membershipOf(two))])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'last_owner' } })
  expect(await db().membership.count({ where: { organizationId: one.organizationId, role: 'owner' } })).toBe(1)
})

test('an admin makes and unmakes no owner', async () => {
  const organization = await anOrganization()
  const [owner, admin, manager] = [await aMember(organization, 'owner'), await aMember(organization, 'admin'), await aMember(organization, 'manager')]
  await expect(changeRole(admin, await membershipOf(manager), 'owner')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(removeMember(admin, await membershipOf(owner))).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(addMember(admin, { email: 'new@example.com', name: 'New', role: 'owner', password: 'long enough' })).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await listMembers(owner.organizationId)).toHaveLength(3)
})

test('a removed member is signed out of this organization at once, and of no other', async () => {
  const [organization, elsewhere] = [await anOrganization(), await anOrganization()]
  const [owner, manager] = [await aMember(organization, 'owner'), await aMember(organization, 'manager')]
  await db().membership.create({ data: { organizationId: elsewhere.id, userId: manager.userId, role: 'admin' } })
  const otherSession = await startSession(manager.userId, elsewhere.id)
  await removeMember(owner, await membershipOf(manager))
  expect(await actorOfSession(manager.sessionId)).toBeNull()
  expect(await actorOfSession(otherSession)).toMatchObject({ organizationId: elsewhere.id, role: 'admin' })
  expect((await listMembers(organization.id)).map((member) => member.userId)).toEqual([owner.userId])
})

test('another organization’s member answers exactly as an unknown one', async () => {
  const [owner, stranger] = [await aMember(await anOrganization(), 'owner'), await aMember(await anOrganization(), 'employee')]
  await expect(changeRole(owner, await membershipOf(stranger), 'admin')).rejects.toMatchObject({ code: 'not_found' })
  await expect(removeMember(owner, await membershipOf(stranger))).rejects.toMatchObject({ code: 'not_found' })
  await expect(removeMember(owner, 'no-such-membership')).rejects.toMatchObject({ code: 'not_found' })
  expect(await actorOfSession(stranger.sessionId)).toMatchObject({ role: 'employee' })
})

test('a new member signs in with the first password; someone known keeps theirs; nobody is added twice', async () => {
  const owner = await aMember(await anOrganization(), 'owner')
  await addMember(owner, { email: ' New.One@Example.com ', name: 'New One', role: 'accountant', password: 'first password' })
  expect(await authenticate({ email: 'new.one@example.com', password: 'first password', address: '127.0.0.1' })).toMatchObject({ sessionId: expect.any(String) })
  await expect(addMember(owner, { email: 'new.one@example.com', name: 'Again', role: 'admin', password: 'other password' })).rejects.toMatchObject({ code: 'already_member' })
  const second = await aMember(await anOrganization(), 'owner')
  await addMember(second, { email: 'new.one@example.com', name: 'Renamed', role: 'manager', password: 'other password' })
  expect(await listMembers(second.organizationId)).toContainEqual(expect.objectContaining({ email: 'new.one@example.com', name: 'New One', role: 'manager' }))
})

test('who made an account and let it go cannot sign in with its password to the organization that comes after', async () => {
  const [intruder, victim] = [await aMember(await anOrganization(), 'owner'), await aMember(await anOrganization(), 'owner')]
  const email = 'finance@victim-co.com'
  const { membershipId } = await addMember(intruder, { email, name: 'Mine', role: 'employee', password: 'the intruder knows' })
  await addMember(victim, { email, name: 'Finance', role: 'admin', password: 'first password' })
  await removeMember(intruder, membershipId)
  await expect(authenticate({ email, password: 'the intruder knows', address: '127.0.0.1' })).rejects.toMatchObject({ code: 'sign_in_failed' })

  const member = await db().membership.findFirstOrThrow({ where: { organizationId: victim.organizationId, user: { email } } })
  await removeMember(victim, member.id)
  await addMember(victim, { email, name: 'Finance', role: 'admin', password: 'second password' })
  const { sessionId } = await authenticate({ email, password: 'second password', address: '127.0.0.1' })
  expect(await actorOfSession(sessionId)).toMatchObject({ organizationId: victim.organizationId, name: 'Finance', role: 'admin' })
})

test.each([
  { email: 'nobody', name: 'A', role: 'admin', password: 'long enough' },
  { email: 'a@example.com', name: '  ', role: 'admin', password: 'long enough' },
  { email: 'a@example.com', name: 'A', role: 'admin', password: 'short' },
] as const)('a member with a wrong entry is refused and nothing is stored: $email "$name" $password', async (input) => {
  const owner = await aMember(await anOrganization(), 'owner')
  await expect(addMember(owner, input)).rejects.toMatchObject({ code: 'bad_input' })
  expect(await db().user.count({ where: { email: input.email } })).toBe(0)
})
