// The environment of a program that an operator runs beside the app: the same settings, secrets and database.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ensureSecrets, openDataDir } from './data-dir.mjs'
import { startPostgres } from './embedded-postgres.mjs'
import { appEnvironment, readSettings } from './environment.mjs'
import { placeForPostgres } from './postgres-place.mjs'

function isRunning(databaseDir) {
  const file = path.join(databaseDir, 'postmaster.pid')
  if (!existsSync(file)) return false
  try {
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** @returns the environment, and how to leave the embedded database as it was found: running under the app, or stopped. */
export async function operatorEnvironment() {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings()
  openDataDir(settings.dataDir)
  const secrets = ensureSecrets(settings.dataDir)
  let databaseUrl = process.env.DATABASE_URL
  let leave = async () => undefined
  if (!databaseUrl) {
    const wasRunning = isRunning(placeForPostgres(settings.dataDir))
    const postgres = await startPostgres(settings.dataDir)
    databaseUrl = postgres.url
    if (!wasRunning) leave = postgres.stop
  }
  return { env: await appEnvironment(settings, secrets, databaseUrl), databaseUrl, leave }
}
