// `npm run doctor`: looks at everything an installation needs, with the app running or not. Ends with status 1 when something must be fixed.
import { examine } from '@/lib/doctor/examine'
import type { FindingView, Verdict } from '@/lib/doctor/present'
import { wordFindings } from '@/lib/doctor/word-findings'
import { allOrganizations } from '@/lib/organizations/all-organizations'
import { log } from '@/lib/log'
import { atTerminal } from './terminal'

const MARKS: Record<Verdict, string> = { ok: '✓', note: '·', warn: '!', bad: '✗' }
const COLOURS: Record<Verdict, string> = { ok: '32', note: '90', warn: '33', bad: '31' }
const isColoured = process.stdout.isTTY && !process.env.NO_COLOR
/** Names stand in a column; sentences go on under themselves. */
const NAME_WIDTH = 20
const width = Math.max(60, Math.min(process.stdout.columns || 100, 120)) - NAME_WIDTH - 2

function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function print({ verdict, name, text }: FindingView): void {
  const mark = isColoured ? `\u001b[${COLOURS[verdict]}m${MARKS[verdict]}\u001b[0m` : MARKS[verdict]
  const [first = '', ...rest] = wrap(text)
  console.log(`${mark} ${name.padEnd(NAME_WIDTH)}${first}`)
  for (const line of rest) console.log(' '.repeat(NAME_WIDTH + 2) + line)
}

await atTerminal(async () => {
  log.level = 'silent'
  const organizationIds = await allOrganizations().catch(() => [])
  const findings = await wordFindings(await examine({ kind: 'terminal', organizationIds }), 'en')
  findings.forEach(print)
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length
  const bad = count('bad')
  const good = count('warn') === 0 ? 'Everything that is needed is there.' : 'Nothing must be fixed; what is marked ! wants a look.'
  console.log(`\n${bad === 0 ? good : `${bad === 1 ? 'One thing' : `${bad} things`} must be fixed: see ✗ above.`}`)
  if (bad > 0) process.exitCode = 1
})
