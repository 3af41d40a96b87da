import { afterEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { sourceFor } from '@/lib/sources/source-for'
import { findQontoAccess } from './find-qonto-access'
import { saveQontoCredential } from './save-qonto-credential'
import { testQontoAccess } from './test-qonto-access'

await useTestDatabase()
const qonto = await useLocalQonto()

afterEach(async () => await qonto.faults([]))

test('an accepted key is stored sealed, ties the organization to Qonto’s, and is in the audit log without its secret', async () => {
  const company = await qonto.company({ seed: 'key' })
  const owner = await aMember(await anOrganization(), 'owner')
  expect(await saveQontoCredential(owner, { login: ` ${company.api_key.login} `, secret: company.api_key.secret })).toEqual({ organization: company.name })
  const stored = await db().qontoCredential.findFirstOrThrow({ where: { organizationId: owner.organizationId } })
  expect(JSON.stringify([stored, await db().auditEntry.findMany(), await findQontoAccess(owner.organizationId)])).not.toContain(company.api_key.secret)
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ kind: 'api_key', who: company.api_key.login, state: 'accepted', problem: null })
  expect(await (await sourceFor(owner.organizationId)).organization()).toMatchObject({ externalId: company.id })
  await saveQontoCredential(owner, company.api_key)
  expect(await db().qontoCredential.count({ where: { organizationId: owner.organizationId } })).toBe(1)
})

test('a wrong key is refused and nothing is stored; the earlier one stays', async () => {
  const company = await qonto.company({ seed: 'wrong-key' })
  const owner = await anOrganizationAtQonto(company)
  const before = await db().qontoCredential.findFirst({ where: { organizationId: owner.organizationId } })
  await expect(saveQontoCredential(owner, { login: company.api_key.login, secret: 'wrong' })).rejects.toMatchObject({ code: 'qonto_credentials_refused' })
  expect(await db().qontoCredential.findFirst({ where: { organizationId: owner.organizationId } })).toEqual(before)
})

test.each([
  { login: '', secret: 'x' },
  { login: 'a:b', secret: 'x' },
  { login: 'a', secret: 'x\r\nX-Other: 1' },
  { login: 'a', secret: 'x'.repeat(500) },
])('a key that cannot be one is not even sent: %o', async (given) => {
  const owner = await aMember(await anOrganization(), 'owner')
  await qonto.clearCalls()
  await expect(saveQontoCredential(owner, given)).rejects.toMatchObject({ code: 'bad_input' })
  expect((await qonto.calls()).total).toBe(0)
})

test('a key of another Qonto organization is refused, on both sides', async () => {
  const [one, two] = [await qonto.company({ seed: 'one' }), await qonto.company({ seed: 'two' })]
  const owner = await anOrganizationAtQonto(one)
  await expect(saveQontoCredential(owner, two.api_key)).rejects.toMatchObject({ code: 'qonto_other_organization' })
  const stranger = await aMember(await anOrganization(), 'owner')
  await expect(saveQontoCredential(stranger, one.api_key)).rejects.toMatchObject({ code: 'qonto_other_organization' })
  expect(await db().qontoCredential.count({ where: { organizationId: stranger.organizationId } })).toBe(0)
})

test('a check tells refused from unreachable and forgets the trouble once it is over', async () => {
  const company = await qonto.company({ seed: 'check' })
  const owner = await anOrganizationAtQonto(company)
  await qonto.faults([{ kind: 'unauthorized', route: 'GET /v2/organization', times: 1 }])
  expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_credentials_refused' })
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'refused', problem: 'qonto_credentials_refused' })
  await qonto.faults([{ kind: 'forbidden_gateway', route: 'GET /v2/organization', times: 1 }])
  expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_forbidden' })
  expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: true, report: { company: company.name, member: null, openAccounts: 1, closedAccounts: 0, milliseconds: expect.any(Number) } })
  expect(await findQontoAccess(owner.organizationId)).toMatchObject({ state: 'accepted', problem: null })
})

test('without credentials there is no source', async () => {
  const owner = await aMember(await anOrganization(), 'owner')
  await expect(sourceFor(owner.organizationId)).rejects.toMatchObject({ code: 'qonto_credentials_missing' })
  expect(await testQontoAccess(owner.organizationId)).toEqual({ ok: false, code: 'qonto_credentials_missing' })
})

test('a secret that was moved to another organization’s row does not open', async () => {
  const [one, two] = [await anOrganizationAtQonto(await qonto.company({ seed: 'swap-1' })), await anOrganizationAtQonto(await qonto.company({ seed: 'swap-2' }))]
  const { secretSealed } = await db().qontoCredential.findFirstOrThrow({ where: { organizationId: one.organizationId } })
  await db().qontoCredential.updateMany({ where: { organizationId: two.organizationId }, data: { secretSealed } })
  await expect(sourceFor(two.organizationId)).rejects.toThrow()
})
