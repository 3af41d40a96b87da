// `npm start` and `npm run dev`: everything, from a fresh clone to the ready line. Ctrl-C stops all of it.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertPortFree, startChild, stopChild, untilAnswers } from './launch/children.mjs'
import { inOneLine } from './launch/fail.mjs'
import { keepRunning } from './launch/keep-running.mjs'
import { checkNode, ensureBuilt, ensureInstalled } from './launch/prepare.mjs'
import { runnerHealthUrl, startApp, startBackground } from './launch/processes.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const isDev = process.argv.includes('--dev')
const startedAt = Date.now()
const say = (line) => process.stdout.write(`· ${line}\n`)
const undo = []
let [isStopping, isReady] = [false, false]

async function stop(code) {
  if (isStopping) return
  isStopping = true
  for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined)
  process.exit(code)
}

/** A program without which nothing goes on. */
function vital(started) {
  undo.push(() => stopChild(started))
  started.child.once('exit', (code, signal) => {
    if (isStopping) return
    process.stderr.write(`receipts-to-dropbox: ${started.name} ended unexpectedly (${signal ?? code}): ${started.lastWords()}\n`)
    void stop(1)
  })
  return started
}

const ours = { nodeArgs: ['--conditions=react-server', '--import', 'tsx'] }

/** Runs one of our programs to its end. @throws Error with its last words. */
async function done(name, program, env, words = '') {
  const started = startChild(name, program, [], env, ours)
  const [code] = await new Promise((resolve) => started.child.once('exit', (...result) => resolve(result)))
  if (code !== 0) throw new Error(words + started.lastWords())
}

async function startLocal(name, folder, port, settings, env) {
  const started = vital(startChild(name, `sandbox/${folder}/main.ts`, ['--port', String(port), '--data', path.join(settings.dataDir, `sandbox-${folder}`)], env, ours))
  await untilAnswers(started, `http://127.0.0.1:${port}/_sandbox/calls`)
}

/** The background work in a process of its own. The pages go on without it and its work is resumed, so its end is no reason to stop. */
async function startWork(env, options) {
  const background = keepRunning(() => startBackground(env, options), ({ name, reason, lastWords, pauseMs }) => {
    // One that ends while everything starts is reported by whoever waits for it.
    if (isReady) process.stderr.write(`receipts-to-dropbox: ${name} ended unexpectedly (${reason}) and starts again in ${pauseMs / 1000} s: ${lastWords.split('\n').at(-1)}\n`)
  })
  undo.push(background.stop)
  await untilAnswers(background.first, runnerHealthUrl(env))
}

/** The app, with its background work inside or beside it. */
async function startProcesses(settings, env) {
  const options = { onLine: (text) => process.env.LOG_LEVEL && process.stdout.write(text) }
  const isApart = settings.embeddedRunner && !isDev
  const working = isApart ? startWork(env, options) : undefined
  const app = vital(isDev ? startChild('the app', 'node_modules/next/dist/bin/next', ['dev', '-p', env.PORT, '-H', settings.host], env, options) : startApp(env, settings.host, { isWhole: !isApart, ...options }))
  await Promise.all([working, untilAnswers(app, `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${settings.port}/api/health`)])
}

async function start() {
  checkNode()
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { claimDataDir, ensureSecrets, openDataDir } = await import('./launch/data-dir.mjs')
  const dataDir = path.resolve(process.env.DATA_DIR || '.data')
  openDataDir(dataDir)
  ensureInstalled(say)

  const { appEnvironment, readSettings } = await import('./launch/environment.mjs')
  const { startPostgres } = await import('./launch/embedded-postgres.mjs')
  const { ensureSetUpCode } = await import('./launch/set-up-code.mjs')
  const { migrate } = await import('./migrate.mjs')
  const settings = readSettings()
  undo.push(claimDataDir(dataDir))
  const secrets = ensureSecrets(dataDir)
  await assertPortFree(settings.port, 'PORT')
  if (settings.localDropbox) await assertPortFree(settings.dropboxPort, 'SANDBOX_DROPBOX_PORT')
  if (settings.localQonto) await assertPortFree(settings.qontoPort, 'SANDBOX_QONTO_PORT')
  if (!isDev) ensureBuilt(say)

  let databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) {
    const postgres = await startPostgres(dataDir)
    undo.push(postgres.stop)
    databaseUrl = postgres.url
  }
  await migrate(databaseUrl, 'prisma/migrations')
  const env = await appEnvironment(settings, secrets, databaseUrl)

  await Promise.all([
    done('the key check', 'scripts/check-keys.ts', env),
    settings.localDropbox && startLocal('the local Dropbox', 'dropbox', settings.dropboxPort, settings, env),
    settings.localQonto && startLocal('the local Qonto', 'qonto', settings.qontoPort, settings, env),
  ])
  if (env.DEMO === '1') await done('the demo data', 'scripts/seed.ts', env, 'the demo data could not be written: ')
  await startProcesses(settings, env)
  isReady = true
  const setUpCode = await ensureSetUpCode(databaseUrl, dataDir)
  const signIn = env.DEMO === '1' ? ' · sign in as owner@acme.example with the password receipts-demo' : setUpCode ? ` · set it up with the code ${setUpCode}` : ''
  process.stdout.write(`Ready in ${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${env.APP_URL}${signIn}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))
start().catch(async (error) => {
  process.stderr.write(`receipts-to-dropbox: ${inOneLine(error)}\n`)
  await stop(1)
})
