import path from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { ERROR_CODES, toAppError } from '@/lib/errors'
import { Role } from '@/lib/generated/prisma/enums'
import { useExportWorld } from '@/lib/exports/export-world.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { databaseFingerprint } from '@/lib/testing/fingerprint'
import { ACTIONS, ROUTES } from './access-table.test-support'
import type { Actor } from './actor'
import { isAllowed, type Permission } from './permissions'

// The browser's side of a call: who is signed in, and what Next offers within a request.
const browser = vi.hoisted(() => ({ actor: null as Actor | null }))
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => browser.actor }))
vi.mock('next/cache', () => ({ refresh: () => undefined }))
vi.mock('next/headers', () => ({ cookies: async () => ({ set: () => undefined, delete: () => undefined, get: () => undefined }), headers: async () => new Headers() }))
vi.mock('@/inngest/request-export', () => ({ sendExportRequested: async () => undefined, sendInventoryRequested: async () => undefined, sendReconcileRequested: async () => undefined }))

await useTestDatabase()
const world = await useExportWorld()

type Ids = Record<'connectionId' | 'exportId' | 'deletionId' | 'membershipId' | 'receiptId' | 'transactionId', string>
let theirs: Ids
const unknown: Ids = { connectionId: 'c-none', exportId: 'e-none', deletionId: 'd-none', membershipId: 'm-none', receiptId: 'r-none', transactionId: 't-none' }

beforeAll(async () => {
  const { run, organizationId, connectionId, exports, actor } = await world.connected({ transactions: 3, receipts: 3 })
  await run()
  const [row] = await exports()
  if (!row) throw new Error('the other organization has no export')
  await db().export.update({ where: { id: row.id }, data: { state: 'owed', problem: 'receipt_truncated' } })
  const deletion = await db().deletionEvent.create({ data: { organizationId, connectionId, kind: 'folder_deleted', path: '/Qonto' } })
  const membership = await db().membership.findFirstOrThrow({ where: { organizationId, userId: actor.userId } })
  theirs = { connectionId, exportId: row.id, deletionId: deletion.id, membershipId: membership.id, receiptId: row.receiptId, transactionId: row.receipt.transactionId }
})

const ACTION_LIST = Object.entries(ACTIONS).flatMap(([file, actions]) => Object.entries(actions).flatMap(([name, need]) => (need === 'open' ? [] : [{ file, name, need }])))
const ROUTE_LIST = Object.entries(ROUTES).flatMap(([file, methods]) => Object.entries(methods).flatMap(([method, need]) => (typeof need === 'string' ? [{ file, name: method, need }] : [])))

const load = async (file: string, name: string): Promise<(...args: unknown[]) => Promise<unknown>> =>
  ((await import(path.resolve(file))) as Record<string, (...args: unknown[]) => Promise<unknown>>)[name] ?? expect.unreachable(`${file} has no ${name}`)

/** What comes back to the browser, redirects included. */
async function answerOf(work: () => Promise<unknown>): Promise<{ code?: string; [field: string]: unknown }> {
  try {
    const answer = (await work()) as { code?: string } | Response | null
    if (!(answer instanceof Response)) return { ...answer }
    const body = answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as { error?: { code: string } }) : {}
    return { status: answer.status, code: body.error?.code }
  } catch (thrown) {
    const digest = (thrown as { digest?: string }).digest
    return digest ? { digest } : { code: toAppError(thrown).code, thrown: true }
  }
}

async function act(file: string, name: string, ids: Ids) {
  const form = new FormData()
  for (const [field, value] of Object.entries({ ...ids, role: 'admin', answer: 'confirm' })) form.set(field, value)
  const action = await load(file, name)
  return await answerOf(() => action(null, form))
}

async function request(file: string, method: string, ids: Ids, origin = 'http://localhost:3000') {
  const form = new FormData()
  form.set('transactionId', ids.transactionId)
  form.set('file', new File([Buffer.from('%PDF-1.4\n%%EOF\n')], 'a.pdf', { type: 'application/pdf' }))
  const handler = await load(file, method)
  const sent = new Request('http://localhost:3000/', method === 'GET' ? {} : { method, body: form, headers: { origin } })
  return await answerOf(() => handler(sent, { params: Promise.resolve(ids) }))
}

const lacking = (need: Permission) => Object.values(Role).filter((role) => !isAllowed(role, need))

test.each(ACTION_LIST)('$name of $file is refused without $need, and without a session', async ({ file, name, need }) => {
  const organization = await anOrganization()
  for (const role of lacking(need)) {
    browser.actor = await aMember(organization, role)
    expect((await act(file, name, theirs)).code, role).toBe('not_allowed')
  }
  browser.actor = null
  expect((await act(file, name, theirs)).code).toBe('signed_out')
})

test.each(ROUTE_LIST)('$name of $file is refused without $need, and without a session', async ({ file, name, need }) => {
  const organization = await anOrganization()
  for (const role of lacking(need)) {
    browser.actor = await aMember(organization, role)
    expect(await request(file, name, theirs), role).toMatchObject({ status: ERROR_CODES.not_allowed.status, code: 'not_allowed' })
  }
  browser.actor = null
  expect(await request(file, name, theirs)).toMatchObject({ status: 401, code: 'signed_out' })
})

test.each(ACTION_LIST)('$name of $file answers another organization’s ids exactly as unknown ones, and changes nothing of theirs', async ({ file, name, need }) => {
  const organization = await anOrganization()
  for (const role of Object.values(Role).filter((candidate) => isAllowed(candidate, need))) {
    browser.actor = await aMember(organization, role)
    const toUnknown = await act(file, name, unknown)
    expect(toUnknown.code).not.toBe('unexpected')
    const before = await othersRows()
    expect(await act(file, name, theirs), role).toEqual(toUnknown)
    expect(await othersRows()).toEqual(before)
  }
})

test.each(ROUTE_LIST.filter(({ file }) => file.includes('receipts')))('$name of $file answers another organization’s ids exactly as unknown ones', async ({ file, name }) => {
  const owner = await aMember(await anOrganization(), 'owner')
  await db().qontoCredential.create({ data: { organizationId: owner.organizationId, login: 'x', secretSealed: 'x' } })
  browser.actor = owner
  const before = await databaseFingerprint()
  const toUnknown = await request(file, name, unknown)
  expect(await request(file, name, theirs)).toEqual(toUnknown)
  expect(await databaseFingerprint()).toEqual(before)
})

test('an id that no database can hold is an unknown one', async () => {
  browser.actor = await aMember(await anOrganization(), 'owner')
  expect(await request('app/api/receipts/[receiptId]/route.ts', 'GET', { ...unknown, receiptId: 'a\0b' })).toMatchObject({ status: 404, code: 'not_found' })
  expect((await act('app/(app)/connect/dropbox/actions.ts', 'retry', { ...unknown, exportId: 'a\0b' })).code).toBe('bad_input')
})

test('a change that another site sends is refused before anything is looked at', async () => {
  browser.actor = await aMember(await anOrganization(), 'owner')
  expect(await request('app/api/receipts/route.ts', 'POST', theirs, 'https://evil.example')).toMatchObject({ status: 403, code: 'foreign_origin' })
})

/** Everything that belongs to the connected organization, as text. */
async function othersRows(): Promise<string[]> {
  const { organizationId } = await db().connection.findUniqueOrThrow({ where: { id: theirs.connectionId } })
  const tables = await db().$queryRaw<{ table: string }[]>`SELECT table_name AS "table" FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organizationId'`
  const rows = await Promise.all(tables.map(({ table }) => db().$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${table}" t WHERE "organizationId" = $1`, organizationId)))
  return rows.flat().map(({ row }) => row).sort()
}
