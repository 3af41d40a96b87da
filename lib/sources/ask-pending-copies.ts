import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { eachAtMost } from './each-at-most'
import type { Source } from './source'
import { storeReceipts } from './store-transactions'

const PER_PASS = 200
const AT_ONCE = 4
/** Older ones are found by the daily full scan. */
const YOUNG_MS = 7 * 24 * 3600_000

/**
 * Asks Qonto for young receipts whose certified copy was still being made: whether that moves `updated_at` is not documented. Nothing where copies are not
 * wanted. The pause between two tries grows with the receipt's age; what cannot be asked now is asked by a later pass. @throws AppError of `stop_all` kind.
 */
export async function askPendingCopies(organizationId: string, source: Source): Promise<void> {
  const due = await db().$queryRaw<{ externalId: string; transactionExternalId: string }[]>`
    SELECT r."externalId", t."externalId" AS "transactionExternalId"
    FROM "Receipt" r JOIN "Transaction" t ON t.id = r."transactionId" JOIN "Organization" o ON o.id = r."organizationId"
    WHERE r."organizationId" = ${organizationId} AND o."keepProbative" AND r."certifiedState" = 'pending' AND r."removedAt" IS NULL
      AND r."addedAt" > ${new Date(now().getTime() - YOUNG_MS)}
      AND (r."certifiedAskedAt" IS NULL OR ${now()}::timestamptz - r."certifiedAskedAt" >= (r."certifiedAskedAt" - r."addedAt") / 4)
    ORDER BY r."certifiedAskedAt" NULLS FIRST, r."addedAt" LIMIT ${PER_PASS}`
  await eachAtMost(AT_ONCE, due, async ({ externalId, transactionExternalId }) => {
    try {
      const receipt = await source.receipt(externalId)
      await db().$transaction(async (tx) => await storeReceipts(tx, organizationId, [{ receipt, transactionExternalId }]))
    } catch (error) {
      if (!(error instanceof AppError) || error.next === 'stop_all') throw error
    }
    await db().receipt.updateMany({ where: { organizationId, externalId }, data: { certifiedAskedAt: now() } })
  })
}
