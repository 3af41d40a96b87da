// `npm run shots`: pictures of every page and state into .test/shots, in both themes and widths, and in five languages. For looking at.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inOneLine } from './launch/fail.mjs'
import { checkNode, ensureBuilt, ensureInstalled } from './launch/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const say = (line) => process.stdout.write(`${line}\n`)
try {
  checkNode()
  ensureInstalled(say)
  const { ensureTools } = await import('./launch/test-tools.mjs')
  const { chromium } = ensureTools(say)
  ensureBuilt(say)
  const NODE_OPTIONS = [process.env.NODE_OPTIONS, '--conditions=react-server'].filter(Boolean).join(' ')
  const run = spawnSync('node_modules/.bin/playwright', ['test', '-c', 'e2e/shots.config.ts', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: chromium, NODE_OPTIONS } })
  say('· the pictures are in .test/shots')
  process.exitCode = run.status ?? 1
} catch (error) {
  say(inOneLine(error))
  process.exitCode = 1
}
