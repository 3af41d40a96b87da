import { sweepDrafts } from '@/lib/connections/sweep-drafts'
import { pruneMarks } from '@/lib/counts/prune-marks'
import { pruneRuns } from '@/lib/exports/prune-runs'
import { inngest } from '../client'

/** Every night: wizards that nobody finished are closed and their access ended; marks of changed months are kept once; hourly comparisons that found nothing leave the history. */
export const tidyUp = inngest.createFunction({ id: 'tidy-up', triggers: [{ cron: '47 2 * * *' }], retries: 2 }, async ({ step }) => {
  await step.run('drafts', () => sweepDrafts())
  await step.run('marks', () => pruneMarks())
  return await step.run('runs', () => pruneRuns())
})
