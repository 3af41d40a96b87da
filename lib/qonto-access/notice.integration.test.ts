import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { evaluateNotices } from '@/lib/notices/evaluate-notices'
import { listNotices } from '@/lib/notices/list-notices'
import { useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { aConsentingOwner, connectAtQonto, useQontoClient, type Member } from './consent.test-support'
import { testQontoAccess } from './test-qonto-access'

await useTestDatabase()
const qonto = await useLocalQonto()
useQontoClient()

test('a consent that ended at Qonto is told once to those whose Dropbox waits for receipts, and the notice closes with a new consent', async () => {
  const company = (await qonto.company({ seed: 'notice' })) as unknown as { id: string; name: string; members: Member[] }
  const owner = await aConsentingOwner(company)
  const { organizationId } = owner
  await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: 'draft', authenticationName: 'Ours', connectedByUserId: owner.userId, connectedByName: owner.name, connectedAt: new Date(), startAt: new Date(0),
      dropboxAccountId: 'dbid:1', dropboxEmail: 'books@example.com', dropboxName: 'Books', dropboxKind: 'basic', scopes: [], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{original}',
    },
  })
  await evaluateNotices()
  expect(await listNotices(organizationId)).toEqual([])
  await qonto.control('POST', 'revoke', { company: company.id })
  await db().qontoCredential.update({ where: { organizationId }, data: { accessTokenExpiresAt: new Date(0) } })
  await testQontoAccess(organizationId)
  await evaluateNotices()
  await evaluateNotices()
  const notices = await listNotices(organizationId)
  expect(notices).toHaveLength(1)
  expect(notices[0]).toMatchObject({ cause: 'export_stopped', tone: 'act', text: expect.stringContaining('Connect with Qonto') })
  await connectAtQonto(owner, company)
  await evaluateNotices()
  expect(await listNotices(organizationId)).toEqual([])
})
