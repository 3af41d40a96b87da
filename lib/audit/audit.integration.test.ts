import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { auditChainState } from './audit-chain-state'
import { chainHash, recordAudit, type AuditAction } from './record-audit'
import { verifyAuditChain } from './verify-audit-chain'

const browser = vi.hoisted(() => ({ actor: null as Actor | null }))
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => browser.actor }))

await useTestDatabase()

const record = (organizationId: string, name: string, action: AuditAction = 'settings_changed') =>
  db().$transaction((tx) => recordAudit(tx, { organizationId, actor: { name }, action, detail: { to: 'é', n: 1, nothing: null } }))

async function aChain(entries: number): Promise<string> {
  const { id } = await anOrganization()
  for (let index = 0; index < entries; index++) await record(id, `Member ${index}`)
  expect(await verifyAuditChain(id)).toMatchObject({ intact: true, entries })
  return id
}

/** What somebody with the database's own powers could do: the trigger is off meanwhile. */
async function tamper(statement: string, ...values: unknown[]): Promise<void> {
  await db().$transaction([
    db().$executeRaw`ALTER TABLE "AuditEntry" DISABLE TRIGGER audit_is_append_only`,
    db().$executeRawUnsafe(statement, ...values),
    db().$executeRaw`ALTER TABLE "AuditEntry" ENABLE TRIGGER audit_is_append_only`,
  ])
}

test('entries written at once form one chain, each organization its own', async () => {
  const [one, two] = [await aChain(0), await aChain(2)]
  await Promise.all(Array.from({ length: 8 }, (_, index) => record(index % 2 ? one : two, `Writer ${index}`)))
  expect(await verifyAuditChain(one)).toMatchObject({ intact: true, entries: 4 })
  expect(await verifyAuditChain(two)).toMatchObject({ intact: true, entries: 6 })
})

test.each([
  ['a changed actor', `UPDATE "AuditEntry" SET "actorName" = 'Somebody else' WHERE "organizationId" = $1 AND seq = 3`],
  ['a changed detail', `UPDATE "AuditEntry" SET detail = '{"to":"x"}' WHERE "organizationId" = $1 AND seq = 3`],
  ['a changed moment', `UPDATE "AuditEntry" SET at = at + interval '1 ms' WHERE "organizationId" = $1 AND seq = 3`],
  ['a removed entry', `DELETE FROM "AuditEntry" WHERE "organizationId" = $1 AND seq = 3`],
  ['a removed entry whose place was filled', `WITH gone AS (DELETE FROM "AuditEntry" WHERE "organizationId" = $1 AND seq = 3) UPDATE "AuditEntry" SET seq = -seq WHERE "organizationId" = $1 AND seq > 3`],
])('%s breaks the chain at its place', async (_what, statement) => {
  const id = await aChain(5)
  await tamper(statement, id)
  if (statement.startsWith('WITH')) await tamper(`UPDATE "AuditEntry" SET seq = -seq - 1 WHERE "organizationId" = $1 AND seq < 0`, id)
  expect(await verifyAuditChain(id)).toEqual({ intact: false, entries: 2, brokenAt: 3 })
})

test.each([
  ['the last entry', 5, 4],
  ['the last three entries', 3, 2],
  ['every entry', 1, 0],
])('%s cut off at the end is missed, on the pages as well, and what is written later closes no gap', async (_what, brokenAt, entries) => {
  const id = await aChain(5)
  expect(await auditChainState(id)).toMatchObject({ intact: true, entries: 5 })
  await tamper(`DELETE FROM "AuditEntry" WHERE "organizationId" = $1 AND seq >= ${brokenAt}`, id)
  expect(await verifyAuditChain(id)).toEqual({ intact: false, entries, brokenAt })
  expect(await auditChainState(id)).toEqual({ intact: false, entries, brokenAt })
  await record(id, 'Later')
  expect(await verifyAuditChain(id)).toEqual({ intact: false, entries, brokenAt })
})

test('a last entry that was replaced by another with a right hash is found', async () => {
  const id = await aChain(3)
  const last = await db().auditEntry.findFirstOrThrow({ where: { organizationId: id, seq: 3 } })
  const hash = chainHash({ ...last, actorName: 'Somebody else' })
  await tamper(`UPDATE "AuditEntry" SET "actorName" = 'Somebody else', hash = $2 WHERE "organizationId" = $1 AND seq = 3`, id, hash)
  expect(await verifyAuditChain(id)).toEqual({ intact: false, entries: 2, brokenAt: 3 })
})

test('the number of the newest entry cannot be lowered, skipped ahead, moved or removed, and without it the chain does not hold', async () => {
  const id = await aChain(3)
  for (const change of [{ seq: 2 }, { seq: 3, hash: 'x' }, { seq: 5 }, { organizationId: 'elsewhere' }]) {
    await expect(db().auditHead.update({ where: { organizationId: id }, data: change })).rejects.toThrow(/followed by the next/)
  }
  await expect(db().auditHead.delete({ where: { organizationId: id } })).rejects.toThrow(/followed by the next/)
  await expect(db().$executeRaw`TRUNCATE "AuditHead"`).rejects.toThrow(/followed by the next/)
  expect(await verifyAuditChain(id)).toMatchObject({ intact: true, entries: 3 })
  await db().$transaction([
    db().$executeRaw`SET LOCAL session_replication_role = replica`,
    db().$executeRaw`DELETE FROM "AuditHead" WHERE "organizationId" = ${id}`,
  ])
  expect(await verifyAuditChain(id)).toMatchObject({ intact: false, brokenAt: 1 })
})

test('a chain that is added to while it is checked holds', async () => {
  const id = await aChain(2)
  const adding = Promise.all(Array.from({ length: 12 }, (_, index) => record(id, `Writer ${index}`)))
  for (let index = 0; index < 12; index++) expect(await verifyAuditChain(id)).toMatchObject({ intact: true })
  await adding
  expect(await verifyAuditChain(id)).toMatchObject({ intact: true, entries: 14 })
})

test('the state that pages show follows what is added, and notices a break in it', async () => {
  const id = await aChain(2)
  expect(await auditChainState(id)).toMatchObject({ intact: true, entries: 2 })
  await record(id, 'Later')
  expect(await auditChainState(id)).toMatchObject({ intact: true, entries: 3 })
  await record(id, 'Last')
  await tamper(`UPDATE "AuditEntry" SET "actorName" = 'Somebody else' WHERE "organizationId" = $1 AND seq = 4`, id)
  expect(await auditChainState(id)).toEqual({ intact: false, entries: 3, brokenAt: 4 })
})

test('an act that is undone leaves no entry', async () => {
  const id = await aChain(1)
  const undone = db().$transaction(async (tx) => {
    await recordAudit(tx, { organizationId: id, actor: { name: 'x' }, action: 'connect', detail: {} })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await verifyAuditChain(id)).toMatchObject({ intact: true, entries: 1 })
})

test('the download holds the whole chain of one’s own organization, and no formula', async () => {
  const organization = await anOrganization()
  browser.actor = await aMember(organization, 'manager')
  await record(organization.id, '=HYPERLINK("https://evil.example")')
  await record(organization.id, 'Ann', 'disconnect')
  await aChain(1)
  const { GET } = await import('@/app/api/audit/route')
  const response = await GET(new Request('http://localhost:3000/api/audit'), { params: Promise.resolve({}) })
  const lines = (await response.text()).trim().split('\r\n')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toBe('seq,at,actorUserId,actorName,action,detail,previousHash,hash')
  expect(lines[1]).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
  expect(lines[2]).toMatch(new RegExp(`^2,.*,Ann,disconnect,.*,${(await db().auditEntry.findFirstOrThrow({ where: { organizationId: organization.id, seq: 1 } })).hash},`))
})

test('an entry cannot be written twice at one position', async () => {
  const id = await aChain(1)
  const [entry] = await db().auditEntry.findMany({ where: { organizationId: id } })
  if (!entry) throw new Error('no entry')
  await expect(db().auditEntry.create({ data: { ...entry, detail: {}, id: randomUUID() } })).rejects.toMatchObject({ code: 'P2002' })
})
