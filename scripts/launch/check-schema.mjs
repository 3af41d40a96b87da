// The committed migrations and prisma/schema.prisma say the same, and our runner and Prisma's accept each other's work.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '../migrate.mjs'
import { startPostgres } from './embedded-postgres.mjs'

/** True when nothing differs. Uses a database of its own. */
export async function checkSchema() {
  const dir = mkdtempSync(path.join(tmpdir(), 'receipts-schema-'))
  const postgres = await startPostgres(dir, 'check', ['-c', 'fsync=off'])
  try {
    const prisma = (url, ...args) => spawnSync('node_modules/.bin/prisma', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DATABASE_URL: url } }).status === 0
    await migrate(postgres.url, 'prisma/migrations')
    if (!prisma(postgres.url, 'migrate', 'deploy')) return false
    return prisma(postgres.url, 'migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--exit-code')
  } finally {
    await postgres.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
