import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { createDatabase } from '../../scripts/launch/embedded-postgres.mjs'
import { db } from '@/lib/db'

/** A fresh migrated database of its own. Returns its URL. */
export async function startTestDatabase(): Promise<string> {
  const admin = inject('postgresAdminUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await createDatabase(admin, name, inject('templateDatabase'))
  return admin.replace(/\/postgres$/, `/${name}`)
}

/** Call at the top of an integration test file, before anything touches the database: `db()` then is this file's own database. */
export async function useTestDatabase(): Promise<string> {
  process.env.DATABASE_URL = await startTestDatabase()
  afterAll(async () => await db().$disconnect())
  return process.env.DATABASE_URL
}
