import { afterEach, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import type { ExportState } from '@/lib/generated/prisma/enums'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { useTestDatabase } from '@/lib/testing/database'
import { getReceipt } from './get-receipt'
import { listReceipts } from './list-receipts'
import { monthsWithReceipts } from './months-with-receipts'
import { openReceiptContent } from './open-receipt-content'
import type { ReceiptFilter } from './present'

await useTestDatabase()
const qonto = await useLocalQonto()

let serial = 0
async function aCompanyWith(receipts: Record<string, unknown>[]) {
  const company = await qonto.company({ seed: `receipts-${++serial}`, name: `Company ${serial}` })
  const owner = await anOrganizationAtQonto(company)
  const ids: string[] = []
  for (const receipt of receipts) ids.push((await qonto.receipt({ company: company.id, size: 20_000, ...receipt })).id)
  await mirrorInventory(owner.organizationId)
  return { company, owner, ids }
}

const names = async ({ organizationId }: Actor, filter: ReceiptFilter = {}) => (await listReceipts(organizationId, filter)).rows.map((row) => row.fileName)

async function connect(owner: Actor, startAt: string) {
  return await db().connection.create({
    data: {
      organizationId: owner.organizationId,
      liveKey: owner.organizationId,
      draftId: `draft-${++serial}`,
      authenticationName: 'Office',
      connectedByUserId: owner.userId,
      connectedByName: owner.name,
      connectedAt: new Date(),
      startAt: new Date(startAt),
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

async function anExport(connectionId: string, owner: Actor, externalId: string, state: ExportState, fields: Record<string, unknown> = {}) {
  const receipt = await db().receipt.findFirstOrThrow({ where: { externalId } })
  const path = `/Qonto/Main account/2026-03/${externalId}.pdf`
  const done = state === 'done' ? { path, pathKey: path.toLowerCase(), dropboxId: `id:${externalId}`, rev: '1', contentHash: 'x' } : {}
  await db().export.create({ data: { organizationId: owner.organizationId, connectionId, receiptId: receipt.id, state, ...done, ...fields } })
}

afterEach(async () => await qonto.faults([]))

test('pages follow each other without a gap or a repeat, newest first, also while receipts arrive', async () => {
  const { company, owner } = await aCompanyWith(Array.from({ length: 12 }, (_, at) => ({ file_name: `${at}.pdf`, emitted_at: `2026-03-${String(1 + Math.floor(at / 3)).padStart(2, '0')}T10:00:00Z` })))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listReceipts(owner.organizationId, { limit: 5, ...(cursor ? { cursor } : {}) })
    seen.push(...page.rows.map((row) => row.fileName))
    if (!cursor) {
      expect(page.total).toBe(12)
      await qonto.receipt({ company: company.id, file_name: 'late.pdf', emitted_at: '2026-04-01T10:00:00Z' })
      await mirrorInventory(owner.organizationId)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(12)
  expect(seen).toHaveLength(12)
  expect(seen.slice(0, 3).sort()).toEqual(['10.pdf', '11.pdf', '9.pdf'])
  expect(await names(owner, { limit: 1 })).toEqual(['late.pdf'])
})

test('search finds file name, counterparty and amount, whatever the case, and takes signs literally', async () => {
  const { owner } = await aCompanyWith([
    { file_name: 'Facture_100%.pdf', counterparty: 'Électricité de France', amount_cents: 4250 },
    { file_name: 'invoice.pdf', counterparty: 'Bäckerei Müller', amount_cents: 123_450 },
    { file_name: 'note.pdf', counterparty: 'Other', amount_cents: 4299 },
  ])
  expect(await names(owner, { search: 'facture' })).toEqual(['Facture_100%.pdf'])
  expect(await names(owner, { search: 'ÉLECTRICITÉ france' })).toEqual(['Facture_100%.pdf'])
  expect(await names(owner, { search: 'bäckerei MÜLLER' })).toEqual(['invoice.pdf'])
  expect(await names(owner, { search: '42,50' })).toEqual(['Facture_100%.pdf'])
  expect((await names(owner, { search: '42' })).sort()).toEqual(['Facture_100%.pdf', 'note.pdf'])
  expect(await names(owner, { search: '1 234,50 €' })).toEqual(['invoice.pdf'])
  expect(await names(owner, { search: '%' })).toEqual(['Facture_100%.pdf'])
  expect(await names(owner, { search: '_' })).toEqual(['Facture_100%.pdf'])
  expect(await names(owner, { search: "'; DROP TABLE" })).toEqual([])
})

test('months and accounts narrow the list, months in the organization’s own zone', async () => {
  const { company, owner } = await aCompanyWith([
    { file_name: 'january.pdf', emitted_at: '2026-01-31T22:59:59Z' },
    { file_name: 'february.pdf', emitted_at: '2026-01-31T23:00:00Z' },
  ])
  const account = await qonto.account({ company: company.id, name: 'Second' })
  await qonto.receipt({ company: company.id, account: account.id, file_name: 'other account.pdf', emitted_at: '2025-12-01T12:00:00Z' })
  await mirrorInventory(owner.organizationId)
  expect(await names(owner, { month: '2026-01' })).toEqual(['january.pdf'])
  expect(await names(owner, { month: '2026-02' })).toEqual(['february.pdf'])
  expect(await monthsWithReceipts(owner.organizationId)).toEqual(['2026-02', '2026-01', '2025-12'])
  const second = await db().currentAccount.findFirstOrThrow({ where: { externalId: account.id } })
  expect(await names(owner, { accountId: second.id })).toEqual(['other account.pdf'])
})

test.each([{ month: '2026-13' }, { cursor: 'nonsense' }, { month: "2026-01' OR 1=1" }])('a filter that makes no sense is refused: %o', async (filter) => {
  const { owner } = await aCompanyWith([])
  await expect(listReceipts(owner.organizationId, filter)).rejects.toMatchObject({ code: 'bad_input' })
})

test('each receipt stands in exactly one state, and the list can be narrowed to it', async () => {
  const dates = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07']
  const { owner, ids } = await aCompanyWith(dates.map((date, at) => ({ file_name: `${at}.pdf`, emitted_at: `${date}T10:00:00Z`, created_at: `${date}T10:00:00Z` })))
  expect(new Set((await listReceipts(owner.organizationId, {})).rows.map((row) => row.state))).toEqual(new Set(['outside']))
  const connection = await connect(owner, '2026-03-02T00:00:00Z')
  const [, one = '', two = '', three = '', four = '', five = ''] = ids
  await anExport(connection.id, owner, one, 'done')
  await anExport(connection.id, owner, two, 'done', { changedAt: new Date() })
  await anExport(connection.id, owner, three, 'owed', { problem: 'receipt_truncated' })
  await anExport(connection.id, owner, four, 'owed')
  await anExport(connection.id, owner, five, 'tombstoned')
  const { rows } = await listReceipts(owner.organizationId, {})
  expect(rows.map(({ fileName, state, cause }) => [fileName, state, cause]).sort()).toEqual([
    ['0.pdf', 'outside', null],
    ['1.pdf', 'in_dropbox', null],
    ['2.pdf', 'changed', null],
    ['3.pdf', 'problem', 'receipt_truncated'],
    ['4.pdf', 'waiting', null],
    ['5.pdf', 'kept_away', null],
    ['6.pdf', 'waiting', null],
  ])
  for (const state of ['outside', 'in_dropbox', 'changed', 'problem', 'kept_away'] as const) expect((await listReceipts(owner.organizationId, { state })).total).toBe(1)
  expect((await listReceipts(owner.organizationId, { state: 'waiting' })).total).toBe(2)
  expect(rows.find((row) => row.state === 'in_dropbox')).toMatchObject({ dropboxHref: expect.stringMatching(/\/home\/Qonto\/Main%20account\/2026-03$/), path: `/Qonto/Main account/2026-03/${one}.pdf` })
  expect(rows.filter((row) => row.dropboxHref).map((row) => row.state).sort()).toEqual(['changed', 'in_dropbox'])
})

test('a receipt that was removed at Qonto is listed only while its copy is in Dropbox', async () => {
  const { owner, ids } = await aCompanyWith([{ file_name: 'copied.pdf' }, { file_name: 'gone.pdf' }])
  const connection = await connect(owner, '2020-01-01T00:00:00Z')
  await anExport(connection.id, owner, ids[0] ?? '', 'done')
  for (const id of ids) await qonto.control('DELETE', `receipts/${id}`)
  await mirrorInventory(owner.organizationId)
  expect(await names(owner)).toEqual(['copied.pdf'])
})

test('a receipt opens with a harmless kind, and another organization’s is not found', async () => {
  const script = Buffer.from('<svg onload="alert(1)"></svg>')
  const { owner, ids } = await aCompanyWith([{ file_name: 'real.pdf', content_type: 'application/pdf' }, { file_name: 'x.svg', content_type: 'image/svg+xml', base64: script.toString('base64'), size: undefined }])
  const stranger = (await aCompanyWith([])).owner
  const [pdf, svg] = await Promise.all(ids.map(async (externalId) => await db().receipt.findFirstOrThrow({ where: { externalId } })))
  const opened = await openReceiptContent(owner.organizationId, pdf?.id ?? '')
  let size = 0
  for await (const chunk of opened.body) size += chunk.byteLength
  expect(opened).toMatchObject({ contentType: 'application/pdf', isShowable: true, size, fileName: 'real.pdf' })
  expect(await openReceiptContent(owner.organizationId, svg?.id ?? '')).toMatchObject({ contentType: 'application/octet-stream', isShowable: false })
  for (const id of [pdf?.id ?? '', 'no-such-receipt']) {
    await expect(getReceipt(stranger.organizationId, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(openReceiptContent(stranger.organizationId, id)).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await names(stranger)).toEqual([])
})
