import { closeGoneNotices } from '@/lib/notices/close-gone-notices'
import { evaluateNotices, type Nights } from '@/lib/notices/evaluate-notices'
import { isGoodNight, pingDeadMan } from '@/lib/notices/ping-dead-man'
import { sendNotices } from '@/lib/notices/send-notices'
import { inngest } from '../client'

/** Steps of mail in one run: more goes with the next tick. */
const MOST_BATCHES = 60

/**
 * Every ten minutes: what people should be told is worked out from the rows, in pages, and mailed once. Steps hold counts and ids only.
 * After a night whose daily runs all ended well the dead-man address is asked.
 */
export const notify = inngest.createFunction({ id: 'notify', triggers: [{ cron: '*/10 * * * *' }], singleton: { mode: 'skip' }, retries: 2 }, async ({ step }) => {
  await step.run('close-gone', () => closeGoneNotices())
  const nights: Nights = { justEnded: 0, open: 0, failed: 0 }
  let after: string | undefined
  for (let page = 1; ; page++) {
    const found: Awaited<ReturnType<typeof evaluateNotices>> = await step.run(`page-${page}`, () => evaluateNotices({ after }))
    for (const key of ['justEnded', 'open', 'failed'] as const) nights[key] += found.nights[key]
    if (!found.next) break
    after = found.next
  }
  let mails = 0
  for (let batch = 1; batch <= MOST_BATCHES; batch++) {
    const sent = await step.run(`send-${batch}`, () => sendNotices())
    mails += sent.mails
    if (sent.notices === 0 || sent.isStopped) break
  }
  if (isGoodNight(nights)) await step.run('dead-man', () => pingDeadMan())
  return { mails, nights }
})
