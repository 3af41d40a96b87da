import 'server-only'
import { db } from '@/lib/db'
import { toAppError } from '@/lib/errors'
import { Prisma } from '@/lib/generated/prisma/client'
import { log } from '@/lib/log'

const MANY = 1000

// The columns by which large queries choose and join; the others are left to autovacuum. In all about 0.3 s.
const COLUMNS = {
  inventory: Prisma.sql`"Transaction" ("organizationId", "accountId"), "Receipt" ("organizationId", "accountId", "transactionId")`,
  exports: Prisma.sql`"Export" ("organizationId", "connectionId", "receiptId", state, kind)`,
}

/**
 * To be called after `added` rows of one organization came in at once: when they are many, PostgreSQL learns of them now instead of a minute or a tenth
 * of the table later. Until it does it plans for an organization without rows, and queries take time by the square of their number. Left out while
 * another process is at it. Trouble is logged: nothing but speed depends on it.
 */
export async function renewStatistics(what: keyof typeof COLUMNS, added: number): Promise<void> {
  if (added < MANY) return
  try {
    await db().$executeRaw`ANALYZE (SKIP_LOCKED) ${COLUMNS[what]}`
  } catch (thrown) {
    log.warn({ cause: toAppError(thrown).code }, 'the statistics could not be renewed')
  }
}
