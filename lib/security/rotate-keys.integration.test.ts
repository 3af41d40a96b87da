import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { open, seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'
import { checkKeys } from './check-keys'
import { rotateKeys } from './rotate-keys'
import { keysInUse, nameOf, SEALED_COLUMNS } from './sealed-columns'

// The keys of this moment: an operator changes them between restarts, a test between calls.
const configured = vi.hoisted(() => ({ keys: '' }))
vi.mock('@/lib/env', async (original) => {
  const real = await original<typeof import('@/lib/env')>()
  return { ...real, env: () => ({ ...real.env(), APP_ENCRYPTION_KEYS: configured.keys }) }
})

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [k1, k2] = [key('k1'), key('k2')]
const ROWS = 7

await useTestDatabase()

/** One row per table, `ROWS` times, each sealed column filled with text that names its place. */
async function sealedRows(): Promise<void> {
  for (let index = 0; index < ROWS; index++) {
    const { id: organizationId } = await anOrganization()
    const at = { organizationId, userId: 'u' }
    await db().qontoCredential.create({ data: { organizationId, login: 'l', secretSealed: '' } })
    await db().qontoRevocation.create({ data: { organizationId, who: 'w', nextTryAt: new Date(), lapsesAt: new Date() } })
    await db().installation.create({ data: { id: organizationId, organizationId } })
    await db().setupDraft.create({ data: { ...at, openKey: `${organizationId}:u` } })
    await db().oAuthState.create({ data: { ...at, stateHash: `hash-${organizationId}`, sessionId: 's', verifierSealed: '', expiresAt: new Date() } })
    await db().connection.create({
      data: {
        organizationId, liveKey: organizationId, draftId: organizationId, authenticationName: 'n', connectedByUserId: 'u', connectedByName: 'n', connectedAt: new Date(), startAt: new Date(),
        dropboxAccountId: 'a', dropboxEmail: 'e', dropboxName: 'n', dropboxKind: 'basic', rootName: 'Qonto', periodKind: 'month', fileTemplate: '{original}',
      },
    })
  }
  for (const { table, column, id } of SEALED_COLUMNS) {
    const rows = await db().$queryRaw<{ id: string; organizationId: string }[]>`SELECT ${nameOf(id)} AS id, "organizationId" FROM ${nameOf(table)}`
    for (const row of rows) {
      const sealed = seal(`${table}.${column} of ${row.id}`, { table, column, rowId: row.id, organizationId: row.organizationId })
      await db().$executeRaw`UPDATE ${nameOf(table)} SET ${nameOf(column)} = ${sealed} WHERE ${nameOf(id)} = ${row.id}`
    }
  }
}

/** Opens everything with the keys of this moment. */
async function expectAllOpen(): Promise<void> {
  for (const { table, column, id } of SEALED_COLUMNS) {
    const rows = await db().$queryRaw<{ id: string; organizationId: string; sealed: string }[]>`SELECT ${nameOf(id)} AS id, "organizationId", ${nameOf(column)} AS sealed FROM ${nameOf(table)}`
    expect(rows).toHaveLength(ROWS)
    for (const row of rows) expect(open(row.sealed, { table, column, rowId: row.id, organizationId: row.organizationId })).toBe(`${table}.${column} of ${row.id}`)
  }
}

beforeEach(async () => {
  for (const table of ['OAuthState', 'SetupDraft', 'QontoCredential', 'QontoRevocation', 'Connection', 'Installation']) await db().$executeRaw`DELETE FROM ${nameOf(table)}`
  configured.keys = k1
  await sealedRows()
})

test('every sealed column of the schema is rotated', async () => {
  const columns = await db().$queryRaw<{ name: string }[]>`SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE column_name LIKE '%Sealed' AND table_schema = 'public'`
  expect(columns.map(({ name }) => name).sort()).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort())
})

test('with a new key in front, rotation seals everything anew, and the old key can be removed', async () => {
  configured.keys = `${k2},${k1}`
  await expectAllOpen()
  expect(await rotateKeys({ page: 3 })).toEqual({ rotated: ROWS * SEALED_COLUMNS.length, skipped: 0 })
  configured.keys = k2
  await checkKeys()
  await expectAllOpen()
})

test('a second rotation changes nothing, and one that was cut short is finished by the next', async () => {
  configured.keys = `${k2},${k1}`
  await db().$executeRaw`UPDATE "Connection" SET "accessTokenSealed" = 'k1.broken' WHERE "liveKey" = (SELECT max("liveKey") FROM "Connection")`
  await expect(rotateKeys({ page: 2 })).rejects.toThrow()
  const { k1: left } = Object.fromEntries(await keysInUse())
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(ROWS * SEALED_COLUMNS.length)
  await db().$executeRaw`UPDATE "Connection" SET "accessTokenSealed" = NULL WHERE "accessTokenSealed" = 'k1.broken'`
  expect((await rotateKeys({ page: 2 })).rotated).toBe((left ?? 0) - 1)
  expect(await rotateKeys()).toEqual({ rotated: 0, skipped: 0 })
  expect([...(await keysInUse()).keys()]).toEqual(['k2'])
})

test('two rotations at once, while tokens are renewed, lose nothing', async () => {
  configured.keys = `${k2},${k1}`
  const rows = await db().connection.findMany({ select: { id: true, organizationId: true } })
  const renew = rows.map(({ id, organizationId }) =>
    db().connection.update({ where: { id }, data: { refreshTokenSealed: seal(`Connection.refreshTokenSealed of ${id}`, { table: 'Connection', column: 'refreshTokenSealed', rowId: id, organizationId }) } }),
  )
  await Promise.all([rotateKeys({ page: 2 }), rotateKeys({ page: 3 }), ...renew])
  configured.keys = k2
  await expectAllOpen()
})

test('a start without a key that is still needed is refused by name, without a value', async () => {
  configured.keys = k2
  await expect(checkKeys()).rejects.toThrow(/"k1" \(77 sealed values\)/)
  configured.keys = 'k1:c2hvcnQ='
  await expect(checkKeys()).rejects.toThrow(/32 bytes/)
})
