import { toAppError } from '@/lib/errors'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { organizationsToMirror } from '@/lib/sources/organizations-to-mirror'
import { inngest } from '../client'
import { inventoryRequested } from '../events'

/** Every hour: what is new at Qonto appears on the pages. Exporting waits for its own run. */
export const refreshHourly = inngest.createFunction({ id: 'refresh-hourly', triggers: [{ cron: '37 * * * *' }], retries: 2 }, async ({ step }) => {
  let after: string | null = null
  for (let page = 1; ; page++) {
    const found: string[] = await step.run(`page-${page}`, () => organizationsToMirror({ after, limit: 1000 }))
    if (found.length === 0) return { pages: page - 1 }
    await step.sendEvent(`send-${page}`, found.map((organizationId) => inventoryRequested.create({ organizationId })))
    after = found.at(-1) ?? null
  }
})

/** One organization's accounts, transactions and receipts, as Qonto has them now. */
export const refreshInventory = inngest.createFunction(
  { id: 'refresh-inventory', triggers: [inventoryRequested], debounce: { key: 'event.data.organizationId', period: '5s' }, retries: 3 },
  async ({ event, step }) => {
    return await step.run('mirror', async () => {
      try {
        const { newReceipts } = await mirrorInventory(event.data.organizationId)
        return { newReceipts }
      } catch (thrown) {
        const { code, next } = toAppError(thrown)
        if (next === 'retry') throw thrown
        return { problem: code }
      }
    })
  },
)
