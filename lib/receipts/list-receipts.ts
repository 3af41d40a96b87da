import 'server-only'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { fromCursor, pageSize, toCursor } from './page-cursor'
import type { ReceiptFilter, ReceiptPage } from './present'
import { toReceiptRow } from './present-receipt'
import { exportTables, isListed, receiptColumns, receiptConditions, receiptScope, receiptTables, stateCondition, type ReceiptRecord, type ReceiptScope } from './receipt-query'

/**
 * One page of an organization's receipts, newest transaction first, and how many match in all. Pages follow on the last
 * row's place, so that what arrives meanwhile shifts nothing. @throws AppError `bad_input` for a wrong month or cursor.
 */
export async function listReceipts(organizationId: string, filter: ReceiptFilter): Promise<ReceiptPage> {
  const scope = await receiptScope(organizationId)
  const limit = pageSize(filter.limit)
  const asked = receiptConditions(scope, filter)
  const state = filter.state ? Prisma.sql`AND ${stateCondition(scope, filter.state)}` : Prisma.empty
  const place = filter.cursor ? fromCursor(filter.cursor) : null
  const after = place ? Prisma.sql`AND (r."emittedAt", r."id") < (${place.at}, ${place.id})` : Prisma.empty
  const [records, [count]] = await Promise.all([
    db().$queryRaw<ReceiptRecord[]>`
      SELECT ${receiptColumns(scope)} ${receiptTables(scope)} WHERE ${asked} AND ${isListed} ${state} ${after}
      ORDER BY r."emittedAt" DESC, r."id" DESC LIMIT ${limit + 1}`,
    db().$queryRaw<{ total: bigint }[]>(countQuery(scope, filter)),
  ])
  const page = records.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = records.length > limit && last ? toCursor({ at: last.emittedAt, id: last.id }) : null
  return { rows: page.map(toReceiptRow), nextCursor, total: Number(count?.total ?? 0) }
}

/** Counts without joining what the filter does not ask about. */
function countQuery(scope: ReceiptScope, filter: ReceiptFilter): Prisma.Sql {
  const asked = receiptConditions(scope, filter)
  const { state, search, accountId, month } = filter
  if ((state === 'in_dropbox' || state === 'changed') && !search && !accountId && !month) {
    // What is in Dropbox is listed whatever became of it at the source.
    return Prisma.sql`SELECT count(*) AS "total" FROM "Export" e WHERE e."connectionId" = ${scope.connectionId} AND e."kind" = 'original' AND ${stateCondition(scope, state)}`
  }
  if (state) return Prisma.sql`SELECT count(*) AS "total" ${exportTables(scope)} WHERE ${asked} AND ${stateCondition(scope, state)} AND ${isListed}`
  // Only receipts that were removed at the source, few if any, are compared with their exports.
  return Prisma.sql`SELECT (SELECT count(*) FROM "Receipt" r WHERE ${asked} AND r."removedAt" IS NULL)
    + (SELECT count(*) ${exportTables(scope)} WHERE ${asked} AND r."removedAt" IS NOT NULL AND e."state" = 'done') AS "total"`
}
