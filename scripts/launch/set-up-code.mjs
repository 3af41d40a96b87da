// The one-time code of an installation that nobody has set up: whoever reaches the port first cannot take it over without it.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 80 random bits as `ABCD-EFGH-IJKL-MNOP`. */
const newCode = () => [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('').replace(/(.{4})(?=.)/g, '$1-')

async function hasOrganization(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM "Organization" LIMIT 1')
    return rowCount > 0
  } finally {
    await client.end()
  }
}

/** The code while no organization exists, kept in DATA_DIR/set-up-code (mode 600) over restarts; afterwards undefined, and the file is gone. */
export async function ensureSetUpCode(databaseUrl, dataDir) {
  const file = path.join(dataDir, 'set-up-code')
  if (await hasOrganization(databaseUrl)) {
    rmSync(file, { force: true })
    return undefined
  }
  if (!existsSync(file)) writeFileSync(file, `${newCode()}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
