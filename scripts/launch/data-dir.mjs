// DATA_DIR: may we write there, is it ours alone, and the secrets that a single machine needs.
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inOneLine, Refusal } from './fail.mjs'

/** Makes DATA_DIR and proves that it can be written. @throws Refusal naming the folder. */
export function openDataDir(dir) {
  const probe = path.join(dir, '.write-test')
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
    writeFileSync(probe, randomBytes(4096), { mode: 0o600 })
    rmSync(probe)
  } catch (error) {
    throw new Refusal(`DATA_DIR ${dir} cannot be used: ${inOneLine(error)}`)
  }
}

const commandOf = (pid) => {
  try {
    process.kill(pid, 0)
    return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : 'start.mjs'
  } catch {
    return ''
  }
}

/** Takes DATA_DIR for this process; a mark left by a killed launcher is taken over. Returns how to give it back. */
export function claimDataDir(dir) {
  const mark = path.join(dir, 'launcher.pid')
  if (existsSync(mark)) {
    const pid = Number(readFileSync(mark, 'utf8'))
    if (pid && pid !== process.pid && commandOf(pid).includes('start.mjs')) {
      throw new Refusal(`DATA_DIR ${dir} is in use by the copy that runs as process ${pid}; stop it, or set another DATA_DIR and PORT`)
    }
  }
  writeFileSync(mark, String(process.pid), { mode: 0o600 })
  return () => rmSync(mark, { force: true })
}

/** Secrets generated once into DATA_DIR/secrets.json (mode 600); what the environment sets wins. */
export function ensureSecrets(dir) {
  const file = path.join(dir, 'secrets.json')
  const made = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const wanted = {
    NEXTAUTH_SECRET: () => randomBytes(32).toString('hex'),
    APP_ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
    INNGEST_EVENT_KEY: () => randomBytes(16).toString('hex'),
    INNGEST_SIGNING_KEY: () => randomBytes(32).toString('hex'),
  }
  const missing = Object.entries(wanted).filter(([name]) => !made[name])
  for (const [name, make] of missing) made[name] = make()
  if (missing.length) writeFileSync(file, JSON.stringify(made, null, 2) + '\n', { mode: 0o600 })
  return made
}
