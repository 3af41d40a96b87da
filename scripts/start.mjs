// `npm start` and `npm run dev`: everything, from a fresh clone to the ready line. Ctrl-C stops all of it.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inOneLine } from './launch/fail.mjs'
import { checkNode, ensureBuilt, ensureInstalled } from './launch/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const isDev = process.argv.includes('--dev')
const startedAt = Date.now()
const say = (line) => process.stdout.write(`· ${line}\n`)
const undo = []
let isStopping = false

async function stop(code) {
  if (isStopping) return
  isStopping = true
  for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined)
  process.exit(code)
}

async function start() {
  checkNode()
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { claimDataDir, ensureSecrets, openDataDir } = await import('./launch/data-dir.mjs')
  const dataDir = path.resolve(process.env.DATA_DIR || '.data')
  openDataDir(dataDir)
  ensureInstalled(say)

  const { appEnvironment, readSettings } = await import('./launch/environment.mjs')
  const { assertPortFree, startChild, stopChild, untilAnswers } = await import('./launch/children.mjs')
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

  const launch = (name, program, args, options) => {
    const started = startChild(name, program, args, env, options)
    undo.push(() => stopChild(started))
    started.child.once('exit', (code, signal) => {
      if (isStopping) return
      process.stderr.write(`receipts-to-dropbox: ${name} ended unexpectedly (${signal ?? code}): ${started.lastWords()}\n`)
      void stop(1)
    })
    return started
  }
  const program = { nodeArgs: ['--conditions=react-server', '--import', 'tsx'] }
  const checkKeys = async () => {
    const check = startChild('the key check', 'scripts/check-keys.ts', [], env, program)
    const [code] = await new Promise((resolve) => check.child.once('exit', (...result) => resolve(result)))
    if (code !== 0) throw new Error(check.lastWords())
  }
  const locals = [checkKeys()]
  if (settings.localDropbox) {
    const server = launch('the local Dropbox', 'sandbox/dropbox/main.ts', ['--port', String(settings.dropboxPort), '--data', path.join(dataDir, 'sandbox-dropbox')], program)
    locals.push(untilAnswers(server, `http://127.0.0.1:${settings.dropboxPort}/_sandbox/calls`))
  }
  if (settings.localQonto) {
    const server = launch('the local Qonto', 'sandbox/qonto/main.ts', ['--port', String(settings.qontoPort), '--data', path.join(dataDir, 'sandbox-qonto')], program)
    locals.push(untilAnswers(server, `http://127.0.0.1:${settings.qontoPort}/_sandbox/calls`))
  }
  await Promise.all(locals)
  if (env.DEMO === '1') {
    const seed = startChild('the demo data', 'scripts/seed.ts', [], env, program)
    const [code] = await new Promise((resolve) => seed.child.once('exit', (...result) => resolve(result)))
    if (code !== 0) throw new Error(`the demo data could not be written: ${seed.lastWords()}`)
  }
  const [appProgram, appArgs] = isDev ? ['node_modules/next/dist/bin/next', ['dev', '-p', String(settings.port), '-H', settings.host]] : ['scripts/launch/serve.mjs', [String(settings.port), settings.host]]
  const app = launch('the app', appProgram, appArgs, {
    // A page is made of many short-lived objects: with room for them, collecting takes a third of the time.
    nodeArgs: isDev ? [] : ['--max-semi-space-size=32'],
    onLine: (text) => process.env.LOG_LEVEL && process.stdout.write(text),
  })
  await untilAnswers(app, `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${settings.port}/api/health`)
  const setUpCode = await ensureSetUpCode(databaseUrl, dataDir)
  const signIn = env.DEMO === '1' ? ' · sign in as owner@acme.example with the password receipts-demo' : setUpCode ? ` · set it up with the code ${setUpCode}` : ''
  process.stdout.write(`Ready in ${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${env.APP_URL}${signIn}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))
start().catch(async (error) => {
  process.stderr.write(`receipts-to-dropbox: ${inOneLine(error)}\n`)
  await stop(1)
})
