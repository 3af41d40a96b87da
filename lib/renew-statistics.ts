import 'server-only'
import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { log } from '@/lib/log'

const MANY = 1000

/**
 * To be called after `added` rows of one organization came in at once: when they are many, PostgreSQL learns of them now instead of a minute or a tenth
 * of the table later. Until it does it plans for an organization without rows, and queries take time by the square of their number. Under a second,
 * whatever the size; left out while another process is at it. Trouble is logged: nothing but speed depends on it.
 */
export async function renewStatistics(added: number): Promise<void> {
  if (added < MANY) return
  try {
    await db().$executeRaw`ANALYZE (SKIP_LOCKED) "Transaction", "Receipt", "Export"`
  } catch (thrown) {
    log.warn({ cause: toAppError(thrown).code }, 'the statistics could not be renewed')
  }
}
