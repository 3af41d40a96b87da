// Applies prisma/migrations in order at start-up, writing the same _prisma_migrations rows as Prisma Migrate.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
export async function migrate(connectionString, dir) {
  const db = new pg.Client({ connectionString }); await db.connect()
  try {
    await db.query('SELECT pg_advisory_lock(72707369)') // the lock Prisma Migrate takes
    await db.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
    const { rows } = await db.query('SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL')
    const failed = rows.find(r => !r.finished_at); if (failed) throw new Error(`migration ${failed.name} failed earlier: resolve it first`)
    const done = new Map(rows.map(r => [r.name, r.checksum])), applied = []
    for (const d of (await readdir(dir, { withFileTypes: true })).filter(e => e.isDirectory()).map(e => e.name).sort()) {
      const sql = await readFile(path.join(dir, d, 'migration.sql'), 'utf8'), checksum = createHash('sha256').update(sql).digest('hex')
      if (done.has(d)) { if (done.get(d) !== checksum) throw new Error(`migration ${d} was edited after it was applied`); continue }
      const id = randomUUID()
      await db.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1,$2,$3)', [id, checksum, d])
      try { await db.query(sql) } catch (e) { await db.query('UPDATE _prisma_migrations SET logs=$2 WHERE id=$1', [id, String(e.message)]); throw e }
      await db.query('UPDATE _prisma_migrations SET finished_at=now(), applied_steps_count=1 WHERE id=$1', [id]); applied.push(d)
    }
    return applied
  } finally { await db.end() }
}
if (import.meta.main ?? process.argv[1]?.endsWith('migrate.mjs')) console.log('applied', await migrate(process.env.DATABASE_URL, 'prisma/migrations'))
