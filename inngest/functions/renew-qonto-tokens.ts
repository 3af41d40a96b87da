import { renewDueTokens } from '@/lib/qonto-access/renew-due-tokens'
import { inngest } from '../client'

const PAGE = 100
/** About fifty minutes of them, and within the thousand steps that a run may have: what is left is still due at the next hour, with 80 days to spare. */
const PAGES = 300

/**
 * Every hour: consents at Qonto that nothing has used for a week are renewed long before they lapse. A page every ten seconds stays far
 * below Qonto's limits for one address. Steps hold counts and row ids, never a token.
 */
export const renewQontoTokens = inngest.createFunction({ id: 'renew-qonto-tokens', triggers: [{ cron: '11 * * * *' }], singleton: { mode: 'skip' }, retries: 2 }, async ({ step }) => {
  const total = { renewed: 0, ended: 0, later: 0 }
  let after: string | undefined
  for (let page = 1; page <= PAGES; page++) {
    const from = after
    const found = await step.run(`page-${page}`, () => renewDueTokens({ after: from, limit: PAGE }))
    for (const key of ['renewed', 'ended', 'later'] as const) total[key] += found[key]
    if (!found.next) break
    after = found.next
    await step.sleep(`pause-${page}`, '10s')
  }
  return total
})
