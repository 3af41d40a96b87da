import { afterAll, beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { startMailServer } from './mail-server.test-support'
import { sendNotices } from './send-notices'

await useTestDatabase()
const server = await startMailServer()
afterAll(async () => await server.close())
process.env.SMTP_URL = server.url
process.env.APP_URL = 'https://receipts.example.com'

beforeEach(async () => {
  server.mails.length = 0
  server.state.isAway = false
  server.state.refused.clear()
  await db().notice.deleteMany()
})

async function aNotice() {
  const organization = await anOrganization({ name: 'Bakery Müller' })
  const owner = await aMember(organization, 'owner')
  const notice = await db().notice.create({
    data: { organizationId: organization.id, cause: 'dropbox_reconnect', detail: { connectionId: 'c1', values: { email: 'books@example.com' } }, openKey: `${organization.id}:dropbox_reconnect` },
  })
  return { organization, owner, row: async () => await db().notice.findUniqueOrThrow({ where: { id: notice.id } }) }
}

test('a mail reaches each owner, admin and accountant by itself, and carries no link but ours', async () => {
  const { organization, owner } = await aNotice()
  const accountant = await aMember(organization, 'accountant')
  await aMember(organization, 'manager')
  await aMember(organization, 'employee')
  expect(await sendNotices()).toEqual({ notices: 1, mails: 2, isStopped: false })
  expect(server.mails.map(({ to }) => to)).toEqual([[owner.email], [accountant.email]])
  const [mail] = server.mails
  expect(mail?.text).toContain('From: receipts@receipts.example.com')
  expect([...(mail?.text ?? '').matchAll(/https?:\/\/[^/\s]+/g)].map(([link]) => link)).toEqual(['https://receipts.example.com'])
  expect(await sendNotices()).toEqual({ notices: 0, mails: 0, isStopped: false })
})

test('while the mail server is away nothing counts as told; it is told once the server is back', async () => {
  const { row } = await aNotice()
  server.state.isAway = true
  expect(await sendNotices()).toEqual({ notices: 0, mails: 0, isStopped: true })
  expect((await row()).sentAt).toBeNull()
  server.state.isAway = false
  expect(await sendNotices()).toMatchObject({ mails: 1, isStopped: false })
})

test('an address that the server refuses for good does not keep the others from their mail', async () => {
  const { organization, owner } = await aNotice()
  const admin = await aMember(organization, 'admin')
  server.state.refused.add(owner.email)
  expect(await sendNotices()).toEqual({ notices: 1, mails: 1, isStopped: false })
  expect(server.mails.map(({ to }) => to)).toEqual([[admin.email]])
})

test('after a crash in mid-mail only those who have nothing yet get it, and only once more', async () => {
  const { organization, owner, row } = await aNotice()
  const admin = await aMember(organization, 'admin')
  const crashed = async (sentTo: string[], claims: number) =>
    await db().notice.update({
      where: { id: (await row()).id },
      data: { sentAt: new Date(Date.now() - 16 * 60_000), detail: { connectionId: 'c1', values: {}, mail: { claims, sentTo, isDone: false } } },
    })
  await crashed([owner.userId], 1)
  expect(await sendNotices()).toMatchObject({ notices: 1, mails: 1 })
  expect(server.mails.map(({ to }) => to)).toEqual([[admin.email]])
  await crashed([], 2)
  expect(await sendNotices()).toMatchObject({ notices: 0 })
})

test('two processes at once mail a notice once', async () => {
  for (let index = 0; index < 4; index++) await aNotice()
  const sent = await Promise.all([sendNotices(3), sendNotices(3)])
  expect(sent.reduce((sum, { mails }) => sum + mails, 0)).toBe(4)
  expect(server.mails).toHaveLength(4)
})
