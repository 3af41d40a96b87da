import 'server-only'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { fromCursor, pageSize, toCursor } from './page-cursor'
import type { ReceiptFilter, ReceiptPage } from './present'
import { toReceiptRow } from './present-receipt'
import { placeConditions, receiptColumns, receiptConditions, receiptScope, receiptTables, type ReceiptRecord, type ReceiptScope } from './receipt-query'

/**
 * One page of an organization's receipts, newest transaction first, and how many match in all. Pages follow on the last
 * row's place, so that what arrives meanwhile shifts nothing. @throws AppError `bad_input` for a wrong month or cursor.
 */
export async function listReceipts(organizationId: string, filter: ReceiptFilter): Promise<ReceiptPage> {
  const scope = await receiptScope(organizationId)
  const limit = pageSize(filter.limit)
  const conditions = receiptConditions(scope, filter)
  const place = filter.cursor ? fromCursor(filter.cursor) : null
  const after = place ? Prisma.sql`AND (r."emittedAt", r."id") < (${place.at}, ${place.id})` : Prisma.empty
  const [records, [count]] = await Promise.all([
    db().$queryRaw<ReceiptRecord[]>`
      SELECT ${receiptColumns(scope)} ${receiptTables(scope)} WHERE ${conditions} ${after}
      ORDER BY r."emittedAt" DESC, r."id" DESC LIMIT ${limit + 1}`,
    db().$queryRaw<{ total: bigint }[]>(countQuery(scope, filter)),
  ])
  const page = records.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = records.length > limit && last ? toCursor({ at: last.emittedAt, id: last.id }) : null
  return { rows: page.map(toReceiptRow), nextCursor, total: Number(count?.total ?? 0) }
}

/**
 * Counts without joining what the filter does not ask about: only receipts that were removed at the source, few if any,
 * are compared with their exports then.
 */
function countQuery(scope: ReceiptScope, filter: ReceiptFilter): Prisma.Sql {
  const conditions = receiptConditions(scope, filter)
  if (filter.state || filter.search) return Prisma.sql`SELECT count(*) AS "total" ${receiptTables(scope)} WHERE ${conditions}`
  const present = Prisma.join(placeConditions(scope, filter), ' AND ')
  return Prisma.sql`SELECT (SELECT count(*) FROM "Receipt" r WHERE ${present} AND r."removedAt" IS NULL)
    + (SELECT count(*) ${receiptTables(scope)} WHERE ${conditions} AND r."removedAt" IS NOT NULL) AS "total"`
}
