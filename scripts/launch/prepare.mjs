// What has to stand before anything can start: packages installed, app built. Only Node's own modules here.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compressStatic } from './compress-static.mjs'
import { Refusal } from './fail.mjs'

const BUILD_INPUTS = ['app', 'components', 'lib', 'inngest', 'messages', 'prisma/schema.prisma', 'next.config.mjs', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts', 'scripts/launch/compress-static.mjs', 'package-lock.json', 'tsconfig.json']

function* filesBelow(place) {
  if (!existsSync(place)) return
  if (!statSync(place).isDirectory()) return yield place
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'generated' || /\.test\.tsx?$/.test(entry.name)) continue
    yield* filesBelow(path.join(place, entry.name))
  }
}

function fingerprint(places) {
  const hash = createHash('sha256').update(process.version)
  for (const place of places) for (const file of filesBelow(place)) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const isFresh = (marker, mark) => existsSync(marker) && readFileSync(marker, 'utf8') === mark

function run(command, args, what) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
  if (result.status === 0) return
  const output = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim()
  process.stderr.write(output.split('\n').slice(-40).join('\n') + '\n')
  const full = /ENOSPC|No space left on device/.test(output) ? ': the disk is full' : ''
  throw new Refusal(`${what} failed${full}; the last lines are above`)
}

/** Refuses a Node that is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) throw new Refusal(`Node 20.19 or newer is needed, this is ${process.versions.node}`)
}

/** Installs the locked packages when they are missing or the lock file changed, and generates the database client. */
export function ensureInstalled(say) {
  const installed = { marker: 'node_modules/.receipts-installed', mark: fingerprint(['package-lock.json']) }
  if (!isFresh(installed.marker, installed.mark)) {
    say('installing packages (about a minute, first start only)')
    run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund'], 'npm ci')
    writeFileSync(installed.marker, installed.mark)
  }
  const generated = { marker: 'lib/generated/.receipts-generated', mark: fingerprint(['prisma/schema.prisma', 'package-lock.json']) }
  if (isFresh(generated.marker, generated.mark)) return
  run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], 'prisma generate')
  writeFileSync(generated.marker, generated.mark)
}

/** Builds the app when its sources changed since the last build. */
export function ensureBuilt(say) {
  const marker = '.next/receipts-built'
  const mark = fingerprint(BUILD_INPUTS)
  if (isFresh(marker, mark) && existsSync('.next/BUILD_ID')) return
  say('building the app (about half a minute)')
  run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], 'next build')
  compressStatic('.next/static')
  mkdirSync('.next', { recursive: true })
  writeFileSync(marker, mark)
}
