import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from './database'

await useTestDatabase()

test('the audit log refuses every change and removal', async () => {
  const entry = { organizationId: 'o', seq: 1, at: new Date(), actorName: 'a', action: 'sign_in', detail: {}, previousHash: '', hash: 'h' }
  await db().auditEntry.create({ data: entry })
  await expect(db().auditEntry.updateMany({ data: { action: 'other' } })).rejects.toThrow()
  await expect(db().auditEntry.deleteMany()).rejects.toThrow()
  expect(await db().auditEntry.findMany()).toMatchObject([entry])
})
