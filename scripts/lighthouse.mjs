// `npm run lighthouse`: every page of a running copy, signed in, as a phone on a slow network sees it. Prints one line a page, and ends with 1 when a
// page misses its goal. `-- --url http://localhost:3000 --email … --password …` name the copy and who looks; `--cookie` takes a session instead;
// `--only /receipts,/settings` some pages; `--keep DIR` the reports. Lighthouse 13 needs Node 22, so it is 12; it is fetched when it is needed
// (docs/decisions/2026-11-23-lighthouse.md).
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureTools } from './launch/test-tools.mjs'

const LIGHTHOUSE = 'lighthouse@12.8.2'
const GOAL = { score: 95, lcp: 1200, cls: 0.02 }
const GROUPS = ['performance', 'accessibility', 'best-practices', 'seo']
const PAGES = ['/sign-in', '/connect/dropbox', '/connect/dropbox/certificate', '/connect/dropbox/setup/name', '/receipts', '/receipts/missing', '/receipts/transactions', '/accounts', '/activity', '/settings']

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: `http://localhost:${process.env.PORT || 3000}` }, email: { type: 'string', default: 'owner@acme.example' }, password: { type: 'string', default: 'receipts-demo' },
    cookie: { type: 'string' }, only: { type: 'string' }, keep: { type: 'string' },
  },
})

/** The session's cookie, from the same form that next-auth offers to any program. */
async function signIn() {
  const cookiesOf = (answer) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const before = await fetch(`${values.url}/api/auth/csrf`)
  const { csrfToken } = await before.json()
  const answer = await fetch(`${values.url}/api/auth/callback/credentials`, {
    method: 'POST', redirect: 'manual', headers: { cookie: cookiesOf(before).join('; '), origin: values.url },
    body: new URLSearchParams({ csrfToken, email: values.email, password: values.password }),
  })
  const session = cookiesOf(answer).find((cookie) => cookie.includes('session='))
  if (!session) throw new Error(`${values.email} cannot sign in at ${values.url}: give --email and --password, or --cookie`)
  return session
}

/** Where a visit of `place` ends: a browser would lose the session on the way there. */
async function endOf(place, cookie) {
  const answer = await fetch(`${values.url}${place}`, { headers: place === '/sign-in' ? {} : { cookie }, redirect: 'manual' })
  return answer.status === 307 ? endOf(answer.headers.get('location'), cookie) : place
}

/** The address of the newest receipt, which is a page too. */
async function newestReceipt(cookie) {
  const text = await (await fetch(`${values.url}/receipts`, { headers: { cookie } })).text()
  return /href="(\/receipts\/[0-9a-f-]{36})"/.exec(text)?.[1]
}

function measure(place, cookie, chromium, dir) {
  const report = path.join(dir, `${place.slice(1).replaceAll('/', '-')}.json`)
  const headers = place === '/sign-in' ? {} : { Cookie: cookie }
  const args = ['exec', '--yes', LIGHTHOUSE, '--', `${values.url}${place}`, '--quiet', '--output=json', `--output-path=${report}`, `--only-categories=${GROUPS.join(',')}`, '--form-factor=mobile',
    `--extra-headers=${JSON.stringify(headers)}`, '--chrome-flags=--headless=new --no-sandbox --disable-gpu']
  const ran = spawnSync('npm', args, { env: { ...process.env, CHROME_PATH: chromium }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${place}: ${ran.stderr.trim().split('\n').at(-1)}`)
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8'))
  const scores = GROUPS.map((group) => Math.round((categories[group].score ?? 0) * 100))
  const failing = GROUPS.flatMap((group) => categories[group].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9).map(({ id }) => id))
  const shown = audits.metrics.details.items[0]
  return { scores, lcp: shown.observedLargestContentfulPaint, slowLcp: audits['largest-contentful-paint'].numericValue, cls: audits['cumulative-layout-shift'].numericValue, failing: [...new Set(failing)] }
}

const { chromium } = ensureTools((line) => process.stderr.write(`${line}\n`))
const cookie = values.cookie ?? (await signIn())
const receipt = await newestReceipt(cookie)
const pages = values.only ? values.only.split(',') : [...PAGES, ...(receipt ? [receipt] : [])]
const dir = values.keep ? path.resolve(values.keep) : mkdtempSync(path.join(tmpdir(), 'receipts-lighthouse-'))
mkdirSync(dir, { recursive: true })
let isGood = true
try {
  console.log('perf  a11y  best   seo   LCP ms  LCP slow network   CLS    page')
  for (const place of new Set(await Promise.all(pages.map((page) => endOf(page, cookie))))) {
    const { scores, lcp, slowLcp, cls, failing } = measure(place, cookie, chromium, dir)
    const holds = scores.every((score) => score >= GOAL.score) && lcp < GOAL.lcp && cls < GOAL.cls
    isGood &&= holds
    const cells = [...scores.map((score) => String(score).padStart(4)), String(Math.round(lcp)).padStart(6), String(Math.round(slowLcp)).padStart(9), cls.toFixed(3).padStart(12)]
    console.log(`${cells.join('  ')}    ${place.replace(receipt, '/receipts/…')}${failing.length ? `   (${failing.join(', ')})` : ''}${holds ? '' : '   MISSED'}`)
  }
} finally {
  if (!values.keep) rmSync(dir, { recursive: true, force: true })
}
process.exit(isGood ? 0 : 1)
