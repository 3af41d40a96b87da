import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { eachAtMost } from './each-at-most'
import type { Source } from './source'

const PER_PASS = 1_000
const AT_ONCE = 4

/**
 * Receipts that their transaction names no longer are asked for one by one; only a confirmed "not found" marks one as
 * removed. Whatever else happens leaves it as it is for the next pass.
 */
export async function confirmRemovals(organizationId: string, source: Source): Promise<void> {
  const unnamed = await db().$queryRaw<{ externalId: string }[]>`
    SELECT r."externalId" FROM "Receipt" r JOIN "Transaction" t ON t."id" = r."transactionId"
    WHERE r."organizationId" = ${organizationId} AND r."removedAt" IS NULL AND NOT (r."externalId" = ANY (t."attachmentIds"))
    ORDER BY random() LIMIT ${PER_PASS}`
  await eachAtMost(AT_ONCE, unnamed, async ({ externalId }) => {
    await confirmRemoval(organizationId, source, externalId)
  })
}

/** Marks one receipt as removed if the source confirms it; true when it does. Safe to repeat. @throws AppError of `stop_all` kind. */
export async function confirmRemoval(organizationId: string, source: Source, externalId: string): Promise<boolean> {
  try {
    await source.receipt(externalId)
    return false
  } catch (error) {
    if (!(error instanceof AppError) || error.next === 'stop_all') throw error
    if (error.code !== 'qonto_not_found') return false
  }
  await db().receipt.updateMany({ where: { organizationId, externalId, removedAt: null }, data: { removedAt: now() } })
  return true
}
