// `npm test`: everything CI runs, set-up included. Each check prints its name; the last line is `N passed, N failed`.
// `npm test -- unit` (or types, lint, schema, weight, e2e) runs some of them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inOneLine } from './launch/fail.mjs'
import { checkNode, ensureBuilt, ensureInstalled } from './launch/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const RESULTS = '.test/results'
const MOST_SCRIPT_BYTES = 130_000
const wanted = process.argv.slice(2)
const total = { passed: 0, failed: 0 }
const say = (line) => process.stdout.write(`${line}\n`)

function count(name, passed, failed, seconds) {
  total.passed += passed
  total.failed += failed
  say(`── ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`)
}

function command(program, args, env = {}) {
  return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0', ...env } }).status === 0
}

const bin = (name) => `node_modules/.bin/${name}`

/** A check that either holds or does not. */
async function check(name, work) {
  if (wanted.length && !wanted.includes(name)) return
  const start = performance.now()
  say(`── ${name}`)
  let isGood = false
  try {
    isGood = await work()
  } catch (error) {
    say(inOneLine(error))
  }
  count(name, isGood ? 1 : 0, isGood ? 0 : 1, (performance.now() - start) / 1000)
}

/** A test runner that writes how many tests passed and failed; one that died without a word counts as one failure. */
async function suite(name, work, read) {
  if (wanted.length && !wanted.includes(name)) return
  const start = performance.now()
  say(`── ${name}`)
  let result = { passed: 0, failed: 1 }
  try {
    const isGood = await work()
    result = read()
    if (!isGood && result.failed === 0) result.failed = 1
    if (result.passed + result.failed === 0) result.failed = 1
  } catch (error) {
    say(inOneLine(error))
  }
  count(name, result.passed, result.failed, (performance.now() - start) / 1000)
}

/** Tests that failed, and files that failed without one of their tests failing: in set-up, or while loading. */
const readVitest = () => {
  const report = JSON.parse(readFileSync(`${RESULTS}/vitest.json`, 'utf8'))
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}
const readPlaywright = () => {
  const { stats } = JSON.parse(readFileSync(`${RESULTS}/playwright.json`, 'utf8'))
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
}

async function main() {
  checkNode()
  ensureInstalled(say)
  rmSync(RESULTS, { recursive: true, force: true })
  mkdirSync(RESULTS, { recursive: true })
  const { ensureTools } = await import('./launch/test-tools.mjs')
  const { chromium } = ensureTools(say)
  const { checkSchema } = await import('./launch/check-schema.mjs')

  await check('types', () => command(bin('next'), ['typegen']) && command(bin('tsc'), ['--noEmit', '--incremental', 'false']))
  await check('lint', () => command(bin('eslint'), ['.', '--max-warnings', '0']))
  await check('schema', () => checkSchema())
  await suite('unit', () => command(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/vitest.json`], { CHROMIUM_PATH: chromium }), readVitest)
  await check('weight', async () => {
    ensureBuilt(say)
    const { pageWeight } = await import('./launch/page-weight.mjs')
    const bytes = pageWeight('.next', '(app)/connect/dropbox')
    say(`the Connect page: ${bytes} bytes of compressed JavaScript, at most ${MOST_SCRIPT_BYTES}`)
    return bytes <= MOST_SCRIPT_BYTES
  })
  await suite(
    'e2e',
    () => {
      ensureBuilt(say)
      const options = [process.env.NODE_OPTIONS, '--conditions=react-server'].filter(Boolean).join(' ')
      return command(bin('playwright'), ['test', '-c', 'e2e/playwright.config.ts'], { CHROMIUM_PATH: chromium, NODE_OPTIONS: options, PLAYWRIGHT_JSON_OUTPUT_FILE: path.resolve(RESULTS, 'playwright.json') })
    },
    readPlaywright,
  )
}

try {
  await main()
} catch (error) {
  say(inOneLine(error))
  total.failed += 1
}
say(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
