import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { useLocalDropbox } from '@/lib/testing/local-dropbox'
import { beginOAuth } from './begin-oauth'
import { completeOAuth } from './complete-oauth'
import { disconnect } from './disconnect'
import { findLiveConnection } from './find-live-connection'
import { finishSetup } from './finish-setup'
import { getOrOpenDraft } from './get-or-open-draft'
import { helpfulLinks } from './helpful-links'
import { previewExport } from './preview-export'
import { saveAuthenticationName } from './save-authentication-name'
import { saveStart } from './save-start'
import { suggestedNames } from './suggested-names'

const dropbox = await useLocalDropbox()
await useTestDatabase()

let owner: Actor
let admin: Actor

beforeEach(async () => {
  const organization = await anOrganization({ name: 'Acme' })
  owner = await aMember(organization, 'owner')
  admin = await aMember(organization, 'admin')
})

async function link(actor: Actor, account: string) {
  const { redirectTo } = await beginOAuth(actor, { purpose: 'setup' })
  await completeOAuth(actor, Object.fromEntries((await dropbox.consent(redirectTo, 'continue', account)).searchParams))
}

/** A draft in which everything but Finish is done. */
async function ready(actor: Actor, { account = 'camille@example.com', name = 'Office' } = {}) {
  await dropbox.account(account)
  await getOrOpenDraft(actor)
  await saveAuthenticationName(actor, name)
  await link(actor, account)
  await saveStart(actor, { preset: 'own', startAt: '2026-01-01' })
}

describe('the wizard', () => {
  test('goes through its steps in order and refuses to skip one', async () => {
    expect((await getOrOpenDraft(owner)).step).toBe('name')
    await expect(beginOAuth(owner, { purpose: 'setup' })).rejects.toMatchObject({ code: 'step_out_of_order' })
    expect((await saveAuthenticationName(owner, 'Office')).step).toBe('account')
    await expect(saveStart(owner, { preset: 'today' })).rejects.toMatchObject({ code: 'step_out_of_order' })
    await expect(finishSetup(owner)).rejects.toMatchObject({ code: 'step_out_of_order' })
    await link(owner, 'camille@example.com')
    expect((await getOrOpenDraft(owner)).step).toBe('start')
    expect((await saveStart(owner, { preset: 'year' })).step).toBe('finish')
    expect(await db().connection.count({ where: { organizationId: owner.organizationId } })).toBe(0)
  })

  test('keeps every member’s draft to themselves', async () => {
    await getOrOpenDraft(owner)
    await saveAuthenticationName(owner, 'Mine')
    expect((await getOrOpenDraft(admin)).authenticationName).toBeNull()
    expect(await getOrOpenDraft(owner)).toMatchObject({ authenticationName: 'Mine' })
  })

  test('opened twice at once is one draft', async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => getOrOpenDraft(owner)))
    expect(new Set(drafts.map((draft) => draft.id)).size).toBe(1)
  })

  test('Finish makes the live connection, its first run and an audit entry', async () => {
    await ready(owner)
    const { connectionId, runId } = await finishSetup(owner)
    expect(await findLiveConnection(owner.organizationId)).toMatchObject({
      id: connectionId,
      state: 'active',
      authenticationName: 'Office',
      connectedBy: owner.name,
      startAt: '2025-12-31T23:00:00.000Z',
      dropbox: { email: 'camille@example.com' },
    })
    expect(await db().run.findMany({ where: { connectionId } })).toMatchObject([{ id: runId, trigger: 'setup', state: 'queued' }])
    expect(await db().auditEntry.findMany({ where: { organizationId: owner.organizationId } })).toMatchObject([{ action: 'connect', actorUserId: owner.userId }])
    expect(await db().setupDraft.findFirstOrThrow({ where: { userId: owner.userId } })).toMatchObject({ openKey: null, refreshTokenSealed: null, accessTokenSealed: null })
  })

  test('Finish pressed many times makes one connection and one run', async () => {
    await ready(owner)
    const outcomes = [...(await Promise.all(Array.from({ length: 5 }, () => finishSetup(owner)))), await finishSetup(owner)]
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(await db().run.count({ where: { organizationId: owner.organizationId } })).toBe(1)
  })

  test('of two members who finish at once one is connected and the other is told so', async () => {
    await ready(owner)
    await ready(admin)
    const outcomes = await Promise.allSettled([finishSetup(owner), finishSetup(admin)])
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'connected')).sort()).toEqual(['already_connected', 'connected'])
    expect(await db().connection.count({ where: { organizationId: owner.organizationId } })).toBe(1)
  })

  test('is closed to colleagues while something is connected', async () => {
    await ready(owner)
    await finishSetup(owner)
    await expect(getOrOpenDraft(admin)).rejects.toMatchObject({ code: 'already_connected' })
  })

  test('suggests the names used before, the last one first', async () => {
    for (const name of ['First', 'Second', 'First']) {
      await ready(owner, { name })
      await disconnect(owner, (await finishSetup(owner)).connectionId)
    }
    expect(await suggestedNames(owner.organizationId)).toEqual(['First', 'Second'])
  })

  test('gives the second organization in one Dropbox a folder of its own, and each the same again later', async () => {
    const account = 'shared@example.com'
    const other = await aMember(await anOrganization({ name: 'Bakery: North' }), 'owner')
    const rootOf = async (actor: Actor) => {
      await ready(actor, { account })
      const { connectionId } = await finishSetup(actor)
      const root = (await findLiveConnection(actor.organizationId))?.rootPath
      await disconnect(actor, connectionId)
      return root
    }
    expect([await rootOf(owner), await rootOf(other), await rootOf(owner), await rootOf(other)]).toEqual(['/Qonto', '/Qonto - Bakery North', '/Qonto', '/Qonto - Bakery North'])
  })
})

describe('the preview', () => {
  async function aReceipt(label: string, fields: { addedAt: string; emittedAt: string; size?: number; removedAt?: Date }) {
    const { organizationId } = owner
    const account = await db().currentAccount.upsert({
      where: { organizationId_externalId: { organizationId, externalId: label } },
      create: { organizationId, externalId: label, label },
      update: {},
    })
    const emittedAt = new Date(fields.emittedAt)
    const transaction = await db().transaction.create({
      data: { organizationId, accountId: account.id, externalId: crypto.randomUUID(), amountCents: 1200n, currency: 'EUR', side: 'debit', label: 'Train', counterparty: 'SNCF', status: 'completed', emittedAt, sourceUpdatedAt: emittedAt },
    })
    await db().receipt.create({
      data: { organizationId, accountId: account.id, transactionId: transaction.id, externalId: crypto.randomUUID(), fileName: 'ticket.pdf', contentType: 'application/pdf', size: BigInt(fields.size ?? 1000), addedAt: new Date(fields.addedAt), emittedAt, removedAt: fields.removedAt },
    })
  }

  test('counts what was added or dated since the start, by account and by period in the organization’s zone', async () => {
    await aReceipt('Main', { addedAt: '2026-01-05T10:00:00Z', emittedAt: '2025-12-20T10:00:00Z' })
    await aReceipt('Main', { addedAt: '2026-03-05T10:00:00Z', emittedAt: '2026-01-31T23:30:00Z', size: 500 })
    await aReceipt('Main', { addedAt: '2025-11-05T10:00:00Z', emittedAt: '2025-11-05T10:00:00Z' })
    await aReceipt('Main', { addedAt: '2026-03-05T10:00:00Z', emittedAt: '2026-03-05T10:00:00Z', removedAt: new Date() })
    await db().currentAccount.create({ data: { organizationId: owner.organizationId, externalId: 'Empty', label: 'Empty' } })
    await ready(owner, { account: 'preview@example.com' })
    const preview = await previewExport(owner.organizationId, await getOrOpenDraft(owner))
    expect(preview).toMatchObject({ receipts: 2, bytes: 1500, fits: true, rootPath: '/Qonto' })
    expect(preview.accounts).toEqual([
      { label: 'Empty', folder: 'Empty', receipts: 0, bytes: 0, periods: [] },
      {
        label: 'Main',
        folder: 'Main',
        receipts: 2,
        bytes: 1500,
        periods: [
          { period: '2026-02', receipts: 1, bytes: 500, sample: '2026-02-01 SNCF ticket.pdf' },
          { period: '2025-12', receipts: 1, bytes: 1000, sample: '2025-12-20 SNCF ticket.pdf' },
        ],
      },
    ])
  })

  test('says when the account has too little space', async () => {
    await aReceipt('Main', { addedAt: '2026-01-05T10:00:00Z', emittedAt: '2026-01-05T10:00:00Z', size: 5000 })
    await dropbox.account('small@example.com', { quota: 4000 })
    await ready(owner, { account: 'small@example.com' })
    expect(await previewExport(owner.organizationId, await getOrOpenDraft(owner))).toMatchObject({ receipts: 1, fits: false })
  })

  test('shows nothing of another organization', async () => {
    await aReceipt('Main', { addedAt: '2026-01-05T10:00:00Z', emittedAt: '2026-01-05T10:00:00Z' })
    const stranger = await aMember(await anOrganization(), 'owner')
    const draft = await getOrOpenDraft(stranger)
    expect(await previewExport(stranger.organizationId, draft)).toMatchObject({ receipts: 0, accounts: [] })
  })
})

test('helpful links open the export folder, each account with its newest period, and the plan', async () => {
  await ready(owner)
  const { connectionId } = await finishSetup(owner)
  const { organizationId } = owner
  const account = await db().currentAccount.create({ data: { organizationId, externalId: 'm', label: 'Main account' } })
  const folder = (kind: 'root' | 'account' | 'period', path: string, fields: object = {}) =>
    db().exportFolder.create({ data: { organizationId, connectionId, kind, name: path.split('/').pop() ?? '', path, pathLower: path.toLowerCase(), ...fields } })
  await folder('root', '/Qonto')
  await folder('account', '/Qonto/Main account', { accountId: account.id })
  await folder('period', '/Qonto/Main account/2026-10', { accountId: account.id, period: '2026-10' })
  await folder('period', '/Qonto/Main account/2026-11', { accountId: account.id, period: '2026-11' })
  expect(await helpfulLinks(organizationId)).toEqual([
    { kind: 'root', label: null, href: `${dropbox.url}/home/Qonto` },
    { kind: 'account', label: 'Main account', href: `${dropbox.url}/home/Qonto/Main%20account` },
    { kind: 'period', label: 'Main account · 2026-11', href: `${dropbox.url}/home/Qonto/Main%20account/2026-11` },
    { kind: 'plan', label: null, href: `${dropbox.url}/account/plan` },
  ])
})
