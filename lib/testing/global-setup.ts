import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../scripts/launch/embedded-postgres.mjs'
import { migrate } from '../../scripts/migrate.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresAdminUrl: string
    templateDatabase: string
  }
}

/** One PostgreSQL for the whole test run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(tmpdir(), 'receipts-test-'))
  const postgres = await startPostgres(dir, 'template_migrated', ['-c', 'fsync=off', '-c', 'max_connections=200'])
  await migrate(postgres.url, 'prisma/migrations')
  project.provide('postgresAdminUrl', postgres.urlOf('postgres'))
  project.provide('templateDatabase', 'template_migrated')
  return async () => {
    await postgres.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
