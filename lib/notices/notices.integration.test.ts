import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { markNeedsReconnect } from '@/lib/connections/mark-needs-reconnect'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { closeGoneNotices } from './close-gone-notices'
import { evaluateNotices } from './evaluate-notices'
import { getMailSettings } from './get-mail-settings'
import { listNotices } from './list-notices'
import { isGoodNight, pingDeadMan } from './ping-dead-man'
import { saveDigestDay } from './save-digest-day'
import { saveMailChoice } from './save-mail-choice'
import { sendNotices } from './send-notices'

await useTestDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'notices-'))
process.env.DATA_DIR = dataDir
const pings: string[] = []
const monitor = createServer((request, response) => {
  pings.push(request.url ?? '')
  response.end()
}).listen(0, '127.0.0.1')
await once(monitor, 'listening')
process.env.DEAD_MAN_URL = `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/night`
afterAll(() => {
  monitor.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const outbox = path.join(dataDir, 'outbox')
const mails = () => readdirSync(outbox).map((file) => readFileSync(path.join(outbox, file), 'utf8'))
/** Subject and body as a mail program shows them. */
const decode = (mail: string) =>
  mail.replaceAll(/\?=\r\n =\?UTF-8\?Q\?/g, '').replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/g, (_, text: string) => text.replaceAll('_', ' ')).replaceAll('=\r\n', '').replaceAll('\r\n', '\n')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))

/** As Disconnect leaves the row. */
const GONE = { state: 'disconnected', liveKey: null, disconnectedAt: new Date() } as const
const DAY = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY)

beforeEach(async () => {
  rmSync(outbox, { recursive: true, force: true })
  await db().notice.deleteMany()
  await db().run.deleteMany()
  await db().connection.updateMany({ data: GONE })
})

let serial = 0

async function aConnection(fields: { connectedAt?: Date } = {}) {
  const organization = await anOrganization({ name: `Bakery ${++serial}` })
  const owner = await aMember(organization, 'owner')
  const connection = await db().connection.create({
    data: {
      organizationId: organization.id, liveKey: organization.id, draftId: `draft-${serial}`, authenticationName: 'Ours', connectedByUserId: owner.userId, connectedByName: owner.name,
      connectedAt: fields.connectedAt ?? new Date(), startAt: new Date(0), dropboxAccountId: 'dbid:1', dropboxEmail: 'books@example.com', dropboxName: 'Books', dropboxKind: 'basic',
      scopes: [], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{date} {original}',
    },
  })
  const ids = { organizationId: organization.id, connectionId: connection.id }
  return { organization, owner, connection, ids }
}

/** `count` receipts of November, owed or in Dropbox. */
async function receipts({ organizationId, connectionId }: { organizationId: string; connectionId: string }, count: number, state: 'owed' | 'done', owedSince = new Date()) {
  const account = await db().currentAccount.upsert({
    where: { organizationId_externalId: { organizationId, externalId: 'a' } }, update: {}, create: { organizationId, externalId: 'a', label: 'Main account', isMain: true },
  })
  for (let index = 0; index < count; index++) {
    const externalId = `${state}-${++serial}`
    const at = new Date('2026-11-10T10:00:00Z')
    const transaction = await db().transaction.create({
      data: { organizationId, accountId: account.id, externalId, amountCents: 1, currency: 'EUR', side: 'debit', label: 'x', counterparty: 'x', status: 'completed', emittedAt: at, sourceUpdatedAt: at, attachmentIds: [externalId] },
    })
    const receipt = await db().receipt.create({
      data: { organizationId, accountId: account.id, transactionId: transaction.id, externalId, fileName: 'x.pdf', contentType: 'application/pdf', size: 1000n, addedAt: at, emittedAt: at },
    })
    const done = { dropboxId: `id:${externalId}`, rev: '1', contentHash: 'h', path: `/Qonto/${externalId}`, pathKey: `/qonto/${externalId}`, uploadedAt: at, verifiedAt: at, owedReason: null }
    await db().export.create({ data: { organizationId, connectionId, receiptId: receipt.id, state, owedSince, size: 1000n, ...(state === 'done' && done) } })
  }
}

async function tick() {
  await closeGoneNotices()
  const { nights } = await evaluateNotices()
  return { nights, ...(await sendNotices()) }
}

test('access that Dropbox revoked is told once, in the member’s language, and again only after it was healed', async () => {
  const { organization, owner, ids } = await aConnection()
  await db().user.update({ where: { id: owner.userId }, data: { locale: 'fr' } })
  await markNeedsReconnect(ids.connectionId)
  expect(await tick()).toMatchObject({ notices: 1, mails: 1 })
  expect(decode(mails()[0] ?? '')).toContain(`Subject: ${organization.name} : Dropbox doit être reconnecté`)
  expect(await tick()).toMatchObject({ notices: 0 })
  expect(await listNotices(organization.id, 'de')).toMatchObject([{ cause: 'dropbox_reconnect', tone: 'act', title: 'Dropbox muss erneut verbunden werden', mailedAt: expect.any(String) }])
  await db().connection.update({ where: { id: ids.connectionId }, data: { state: 'active', problem: null, problemSince: null } })
  expect(await tick()).toMatchObject({ notices: 0 })
  expect(await listNotices(organization.id)).toEqual([])
  await markNeedsReconnect(ids.connectionId)
  expect(await tick()).toMatchObject({ mails: 1 })
})

test('a full Dropbox names the bytes that are missing', async () => {
  const { organization, ids } = await aConnection()
  await db().connection.update({ where: { id: ids.connectionId }, data: { problem: 'dropbox_full', problemSince: new Date(), missingBytes: 12_300_000n } })
  await tick()
  expect(decode(mails()[0] ?? '')).toContain('12.3\u00a0MB more are needed in the Dropbox of books@example.com')
  await db().connection.update({ where: { id: ids.connectionId }, data: { missingBytes: 20_000_000n } })
  expect(await tick()).toMatchObject({ notices: 0 })
  expect((await listNotices(organization.id))[0]?.text).toContain('20\u00a0MB')
})

test('receipts owed for three nights are told with their number; a run that settles them closes it', async () => {
  const { organization, ids } = await aConnection()
  await receipts(ids, 2, 'owed', ago(4))
  expect(await tick()).toMatchObject({ mails: 1 })
  expect(decode(mails()[0] ?? '')).toContain('2 receipts are not in Dropbox yet')
  await db().export.deleteMany({ where: { connectionId: ids.connectionId } })
  await tick()
  expect(await listNotices(organization.id)).toEqual([])
})

test('the first export is told with its counts, each of them of this organization alone', async () => {
  const [us, others] = [await aConnection(), await aConnection()]
  await receipts(us.ids, 3, 'done')
  await receipts(others.ids, 2, 'done')
  await db().run.create({ data: { ...us.ids, trigger: 'setup', state: 'ended', outcome: 'up_to_date', endedAt: new Date() } })
  expect(await tick()).toMatchObject({ notices: 1, mails: 1 })
  expect(decode(mails()[0] ?? '')).toContain('3 of 3 receipts are in your Dropbox')
  expect(await listNotices(others.organization.id)).toEqual([])
  expect(await listNotices(us.organization.id)).toMatchObject([{ cause: 'first_export', tone: 'info' }])
})

test('the weekly digest carries the certificate and comes once a week in one row', async () => {
  const { organization, ids } = await aConnection({ connectedAt: ago(30) })
  await receipts(ids, 2, 'done')
  await receipts(ids, 1, 'owed')
  expect(await tick()).toMatchObject({ notices: 1, mails: 1 })
  const text = decode(mails()[0] ?? '')
  expect(text).toContain('2 of 3 receipts are in Dropbox')
  expect(text).toContain('Main account\n  November 2026: 2 of 3')
  expect(text).toContain('/connect/dropbox/certificate')
  expect(await tick()).toMatchObject({ notices: 0 })
  await db().$executeRaw`UPDATE "Notice" SET detail = jsonb_set(detail, '{week}', '"2026-01-05"')`
  expect(await tick()).toMatchObject({ notices: 1, mails: 1 })
  expect(await db().notice.count()).toBe(1)
  expect(mails()).toHaveLength(2)
  expect(await listNotices(organization.id)).toEqual([])
})

test('after a disconnect nothing is open, and nothing is mailed any more', async () => {
  const { ids } = await aConnection()
  await db().connection.update({ where: { id: ids.connectionId }, data: { deletionGuard: { seenAt: 'x', missing: 80, total: 90, folders: ['/Qonto'] } } })
  await evaluateNotices()
  expect(await db().notice.count({ where: { openKey: { not: null }, cause: 'mass_deletion' } })).toBe(1)
  await db().connection.update({ where: { id: ids.connectionId }, data: GONE })
  expect(await tick()).toMatchObject({ notices: 0 })
  expect(await db().notice.count({ where: { openKey: { not: null } } })).toBe(0)
})

test('pages are walked to the end and two evaluations at once open a cause once', async () => {
  for (let index = 0; index < 5; index++) {
    const { ids } = await aConnection()
    await db().connection.update({ where: { id: ids.connectionId }, data: { problem: 'dropbox_full', problemSince: new Date() } })
  }
  const walk = async () => {
    let pages = 0
    for (let after: string | undefined; ; pages++) {
      const { next } = await evaluateNotices({ after, take: 2 })
      if (!next) return pages + 1
      after = next
    }
  }
  expect(await Promise.all([walk(), walk()])).toEqual([3, 3])
  expect(await db().notice.count()).toBe(5)
})

test('a member who switched a cause off gets no mail about it, others do, and the page says it to everyone', async () => {
  const { organization, owner, ids } = await aConnection()
  const admin = await aMember(organization, 'admin')
  await aMember(organization, 'employee')
  const { members } = await getMailSettings(organization.id)
  expect(members.map(({ email }) => email).sort()).toEqual([owner.email, admin.email].sort())
  const membershipId = members.find(({ email }) => email === owner.email)?.membershipId ?? ''
  for (let times = 0; times < 2; times++) await saveMailChoice(admin, { membershipId, causes: ['mass_deletion', 'weekly_digest'] })
  await db().connection.update({ where: { id: ids.connectionId }, data: { problem: 'dropbox_full', problemSince: new Date() } })
  expect(await tick()).toMatchObject({ notices: 1, mails: 1 })
  expect(mails()[0]).toContain(admin.email)
  expect(await listNotices(organization.id)).toMatchObject([{ cause: 'dropbox_full' }])
  expect(await db().auditEntry.findMany({ where: { organizationId: organization.id } })).toMatchObject([{ action: 'settings_changed', actorName: admin.name }])
})

test('mail settings of another organization cannot be changed, nor to a day that is none', async () => {
  const [ours, theirs] = [await aConnection(), await aConnection()]
  const membershipId = (await getMailSettings(theirs.organization.id)).members[0]?.membershipId ?? ''
  await expect(saveMailChoice(ours.owner, { membershipId, causes: [] })).rejects.toMatchObject({ code: 'not_found' })
  for (const day of [0, 8, 1.5]) await expect(saveDigestDay(ours.owner, day)).rejects.toMatchObject({ code: 'bad_input' })
  await saveDigestDay(ours.owner, 3)
  expect([(await getMailSettings(ours.organization.id)).digestDay, (await getMailSettings(theirs.organization.id)).digestDay]).toEqual([3, 1])
})

test('a good night pings the dead-man address; a run that failed or is still open does not', async () => {
  const { ids } = await aConnection()
  const night = async (fields: object) => {
    await db().run.deleteMany()
    await db().run.create({ data: { ...ids, trigger: 'daily', dailyDate: '2026-11-23', ...fields } })
    await db().connection.update({ where: { id: ids.connectionId }, data: { lastDailyDate: '2026-11-23' } })
    return (await evaluateNotices()).nights
  }
  expect(isGoodNight(await night({ state: 'running' }))).toBe(false)
  expect(isGoodNight(await night({ state: 'ended', outcome: 'failed', endedAt: new Date() }))).toBe(false)
  expect(isGoodNight(await night({ state: 'ended', outcome: 'up_to_date', endedAt: ago(1) }))).toBe(false)
  expect(isGoodNight(await night({ state: 'ended', outcome: 'up_to_date', endedAt: new Date() }))).toBe(true)
  expect(await pingDeadMan()).toBe(true)
  expect(pings).toEqual(['/night'])
})
