// Applies prisma/migrations in order, at start-up and in tests, writing the same _prisma_migrations rows (columns, checksum,
// advisory lock) as `prisma migrate deploy`, so that both may be used on one database. Needs neither the CLI nor an engine.
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'

const PRISMA_LOCK = 72707369
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

const migrationsIn = (dir) =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

async function connect(connectionString) {
  const { protocol, hostname, port, pathname } = new URL(connectionString)
  const db = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  try {
    await db.connect()
    return db
  } catch (error) {
    throw new Error(`the database at ${protocol}//${hostname}:${port || 5432}${pathname} does not let us in (${error.code ?? error.message}): check DATABASE_URL`)
  }
}

/** One migration and its ledger row in one transaction: a crash leaves both or neither. */
async function apply(db, name, sql, checksum) {
  await db.query('BEGIN')
  try {
    await db.query(sql)
    const row = [randomUUID(), checksum, name]
    await db.query('INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)', row)
    await db.query('COMMIT')
  } catch (error) {
    await db.query('ROLLBACK')
    throw new Error(`migration ${name} failed and was rolled back: ${error.message}`)
  }
}

/** Brings the database up to date. Returns the names applied now. Two callers at once wait for each other. */
export async function migrate(connectionString, dir) {
  const db = await connect(connectionString)
  try {
    await db.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await db.query(LEDGER)
    const { rows } = await db.query('SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL')
    const failed = rows.find((row) => !row.finished_at)
    if (failed) throw new Error(`migration ${failed.name} failed earlier: settle it with "npx prisma migrate resolve", then start again`)
    const done = new Map(rows.map((row) => [row.name, row.checksum]))
    const applied = []
    for (const name of migrationsIn(dir)) {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      if (done.has(name) && done.get(name) !== checksum) throw new Error(`migration ${name} was edited after it was applied`)
      if (done.has(name)) continue
      await apply(db, name, sql, checksum)
      applied.push(name)
    }
    return applied
  } finally {
    await db.end()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const applied = await migrate(process.env.DATABASE_URL ?? '', 'prisma/migrations')
  process.stdout.write(`applied: ${applied.join(', ') || 'nothing, all is up to date'}\n`)
}
