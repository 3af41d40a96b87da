import 'server-only'
import { monthTotal, type MonthTotal } from '@/lib/counts/month-total'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { fromCursor, pageSize, toCursor } from './page-cursor'
import type { ReceiptFilter, ReceiptPage } from './present'
import { toReceiptRow } from './present-receipt'
import { countedIn, foundReceipts, isListed, receiptColumns, receiptConditions, receiptScope, receiptTables, searchedReceipts, stateCondition, type ReceiptRecord, type ReceiptScope } from './receipt-query'

/**
 * One page of an organization's receipts, newest transaction first, and how many match in all. Pages follow on the last
 * row's place, so that what arrives meanwhile shifts nothing. @throws AppError `bad_input` for a wrong month or cursor.
 */
export async function listReceipts(organizationId: string, filter: ReceiptFilter): Promise<ReceiptPage> {
  const scope = await receiptScope(organizationId)
  const limit = pageSize(filter.limit)
  const found = searchedReceipts(scope, filter.search)
  const { records, total } = found ? await search(scope, filter, found, limit) : await walk(scope, filter, limit)
  const page = records.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = records.length > limit && last ? toCursor({ at: last.emittedAt, id: last.id }) : null
  return { rows: page.map(toReceiptRow), nextCursor, total }
}

const ORDER = Prisma.sql`ORDER BY r."emittedAt" DESC, r."id" DESC`

/** What follows on the filter's cursor. */
function afterCursor({ cursor }: ReceiptFilter): Prisma.Sql {
  const place = cursor ? fromCursor(cursor) : null
  return place ? Prisma.sql`AND (r."emittedAt", r."id") < (${place.at}, ${place.id})` : Prisma.empty
}

/** Without words: how many there are is known by month, and only the months that hold any are walked, newest first. */
async function walk(scope: ReceiptScope, filter: ReceiptFilter, limit: number): Promise<{ records: ReceiptRecord[]; total: number }> {
  const [asked, after] = [receiptConditions(scope, filter), afterCursor(filter)]
  const { total, span } = await monthTotal(scope.organizationId, countedIn(filter.state), filter)
  if (!span) return { records: [], total }
  const isSeen = filter.state === 'waiting' && (await seen(scope, filter)).total > 0
  const state = filter.state ? Prisma.sql`AND ${stateCondition(scope, filter.state, isSeen)}` : Prisma.empty
  const records = await db().$queryRaw<ReceiptRecord[]>`
    SELECT ${receiptColumns(scope)} ${receiptTables(scope)} WHERE ${asked} AND r."emittedAt" >= ${span.from} AND r."emittedAt" < ${span.to} AND ${isListed} ${state} ${after}
    ${ORDER} LIMIT ${limit + 1}`
  return { records, total }
}

const seen = (scope: ReceiptScope, filter: ReceiptFilter): Promise<MonthTotal> => monthTotal(scope.organizationId, Prisma.sql`m.seen`, filter)

/** With words: what is found is counted and paged in one go. */
async function search(scope: ReceiptScope, filter: ReceiptFilter, found: Prisma.Sql, limit: number): Promise<{ records: ReceiptRecord[]; total: number }> {
  const rows = await db().$queryRaw<(ReceiptRecord & { total: number; pageId: string | null })[]>`
    WITH matches AS MATERIALIZED (${foundReceipts(scope, filter, found)}),
    page AS MATERIALIZED (SELECT r.id AS "pageId" FROM matches r WHERE true ${afterCursor(filter)} ${ORDER} LIMIT ${limit + 1})
    SELECT matched.total, shown.* FROM (SELECT count(*)::int AS total FROM matches) matched
    LEFT JOIN (SELECT page."pageId", ${receiptColumns(scope)} ${receiptTables(scope)} JOIN page ON page."pageId" = r.id) shown ON true ORDER BY shown."emittedAt" DESC, shown.id DESC`
  return { records: rows.filter((row) => row.pageId !== null), total: rows[0]?.total ?? 0 }
}
