import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { useTestDatabase } from '@/lib/testing/database'
import { listAccountChoices } from './list-account-choices'
import { listAccounts } from './list-accounts'

await useTestDatabase()
const qonto = await useLocalQonto()

async function connect(organizationId: string) {
  return await db().connection.create({
    data: {
      organizationId,
      liveKey: organizationId,
      draftId: organizationId,
      authenticationName: 'Office',
      connectedByUserId: 'u',
      connectedByName: 'U',
      connectedAt: new Date(),
      startAt: new Date(0),
      dropboxAccountId: 'dbid:1',
      dropboxEmail: 'a@example.com',
      dropboxName: 'A',
      dropboxKind: 'personal',
      rootName: 'Qonto',
      periodKind: 'month',
      fileTemplate: '{original}',
    },
  })
}

test('every account is listed, also empty and closed ones, with what of it is in Dropbox', async () => {
  const company = await qonto.company({ seed: 'accounts', accounts: 1 })
  const { organizationId } = await anOrganizationAtQonto(company)
  const ids: string[] = []
  for (const file_name of ['1.pdf', '2.pdf', '3.pdf']) ids.push((await qonto.receipt({ company: company.id, account: company.accounts[0]?.id, file_name, size: 20_000 })).id)
  await qonto.account({ company: company.id, name: 'Empty' })
  await qonto.account({ company: company.id, name: 'Closed', status: 'closed' })
  await mirrorInventory(organizationId)
  const main = await db().currentAccount.findFirstOrThrow({ where: { organizationId, externalId: company.accounts[0]?.id } })
  expect((await listAccounts(organizationId)).map(({ label, isClosed, receipts, inDropbox, folder }) => ({ label, isClosed, receipts, inDropbox, folder }))).toEqual([
    { label: main.label, isClosed: false, receipts: 3, inDropbox: 0, folder: null },
    { label: 'Empty', isClosed: false, receipts: 0, inDropbox: 0, folder: null },
    { label: 'Closed', isClosed: true, receipts: 0, inDropbox: 0, folder: null },
  ])

  const connection = await connect(organizationId)
  const folder = { organizationId, connectionId: connection.id, kind: 'account' as const, accountId: main.id, name: main.label }
  await db().exportFolder.create({ data: { ...folder, path: '/Qonto/Old', pathLower: '/qonto/old', dropboxId: 'id:1', deletedAt: new Date() } })
  await db().exportFolder.create({ data: { ...folder, path: '/Qonto/Büro', pathLower: '/qonto/büro', dropboxId: 'id:2', liveKey: `${connection.id}/account/${main.id}/-` } })
  const [one, two, three] = await db().receipt.findMany({ where: { externalId: { in: ids } } })
  const row = { organizationId, connectionId: connection.id }
  await db().export.create({ data: { ...row, receiptId: one?.id ?? '', state: 'done', path: '/a', pathKey: '/a', dropboxId: 'id:a', rev: '1', contentHash: 'h' } })
  await db().export.create({ data: { ...row, receiptId: two?.id ?? '', state: 'owed' } })
  await db().export.create({ data: { ...row, receiptId: three?.id ?? '', state: 'tombstoned' } })
  const accounts = await listAccounts(organizationId)
  expect(accounts[0]).toMatchObject({ transactions: 3, receipts: 3, inDropbox: 1, owed: 1, keptAway: 1, folder: '/Qonto/Büro', dropboxHref: expect.stringMatching(/\/home\/Qonto\/B%C3%BCro$/), isMain: true })
  expect(accounts.find((account) => account.label === 'Empty')).toMatchObject({ transactions: 0, receipts: 0, owed: 0 })
})

test('another organization’s accounts are never listed', async () => {
  const owner = await anOrganizationAtQonto(await qonto.company({ seed: 'theirs', accounts: 2 }))
  const stranger = await anOrganizationAtQonto(await qonto.company({ seed: 'ours', accounts: 1 }))
  await mirrorInventory(owner.organizationId)
  expect(await listAccounts(owner.organizationId)).toHaveLength(2)
  expect(await listAccounts(stranger.organizationId)).toEqual([])
  expect(await listAccountChoices(owner.organizationId)).toEqual((await listAccounts(owner.organizationId)).map(({ id, label }) => ({ id, label })))
  expect(await listAccountChoices(stranger.organizationId)).toEqual([])
})
