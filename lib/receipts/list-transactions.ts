import 'server-only'
import { now } from '@/lib/clock'
import { monthTotal } from '@/lib/counts/month-total'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { monthBounds } from './month-bounds'
import { fromCursor, pageSize, toCursor } from './page-cursor'
import { isPendingUpload } from './pending-upload'
import type { TransactionFilter, TransactionPage, TransactionRow } from './present'
import { type ReceiptScope, receiptScope } from './receipt-query'
import { searchCondition } from './search-condition'

type Record = Omit<TransactionRow, 'amountCents' | 'emittedAt' | 'side'> & { amountCents: bigint; emittedAt: Date; side: string }

/** One page of transactions, newest first, with how many receipts each has. @throws AppError `bad_input`. */
export async function listTransactions(organizationId: string, filter: TransactionFilter = {}): Promise<TransactionPage> {
  return await pageOf(organizationId, filter, Prisma.sql`m.transactions`, Prisma.empty)
}

/** The same for those without a receipt. What was declined moved no money and needs none. */
export async function listTransactionsWithoutReceipt(organizationId: string, filter: TransactionFilter = {}): Promise<TransactionPage> {
  return await pageOf(organizationId, filter, Prisma.sql`m.missing`, Prisma.sql`AND t."status" <> 'declined'
    AND NOT EXISTS (SELECT 1 FROM "Receipt" r WHERE r."transactionId" = t."id" AND r."removedAt" IS NULL)`)
}

async function pageOf(organizationId: string, filter: TransactionFilter, counted: Prisma.Sql, only: Prisma.Sql): Promise<TransactionPage> {
  const conditions = Prisma.sql`${conditionsOf(await receiptScope(organizationId), filter)} ${only}`
  const limit = pageSize(filter.limit)
  const place = filter.cursor ? fromCursor(filter.cursor) : null
  const after = place ? Prisma.sql`AND (t."emittedAt", t."id") < (${place.at}, ${place.id})` : Prisma.empty
  const { total: most, span } = await monthTotal(organizationId, counted, filter)
  if (!span) return { rows: [], nextCursor: null, total: 0 }
  const [records, [count]] = await Promise.all([
    db().$queryRaw<Record[]>`
      SELECT t."id", t."counterparty", t."amountCents", t."currency", t."side", t."status", t."emittedAt", a."label" AS "accountLabel",
        (SELECT count(*)::int FROM "Receipt" r WHERE r."transactionId" = t."id" AND r."removedAt" IS NULL) AS "receipts",
        (SELECT count(*)::int FROM "ReceiptUpload" u WHERE u."organizationId" = ${organizationId} AND u."transactionId" = t."id"
          AND ${isPendingUpload(now())}) AS "pendingUploads"
      FROM "Transaction" t JOIN "CurrentAccount" a ON a."id" = t."accountId" WHERE ${conditions} AND t."emittedAt" >= ${span.from} AND t."emittedAt" < ${span.to} ${after}
      ORDER BY t."emittedAt" DESC, t."id" DESC LIMIT ${limit + 1}`,
    filter.search ? db().$queryRaw<{ total: bigint }[]>`SELECT count(*) AS "total" FROM "Transaction" t WHERE ${conditions}` : [{ total: most }],
  ])
  const page = records.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(toTransactionRow),
    nextCursor: records.length > limit && last ? toCursor({ at: last.emittedAt, id: last.id }) : null,
    total: Number(count?.total ?? 0),
  }
}

function conditionsOf({ organizationId, timeZone }: ReceiptScope, filter: TransactionFilter): Prisma.Sql {
  const conditions = [Prisma.sql`t."organizationId" = ${organizationId}`]
  if (filter.accountId) conditions.push(Prisma.sql`t."accountId" = ${filter.accountId}`)
  if (filter.month) {
    const { from, to } = monthBounds(filter.month, timeZone)
    conditions.push(Prisma.sql`t."emittedAt" >= ${from} AND t."emittedAt" < ${to}`)
  }
  const found = searchCondition(filter.search, {
    holds: (pattern) => Prisma.sql`t."counterparty" ILIKE ${pattern} OR t."label" ILIKE ${pattern}`,
    hasAmount: ({ from, to }) => Prisma.sql`t."amountCents" BETWEEN ${from} AND ${to}`,
  })
  if (found) conditions.push(found)
  return Prisma.join(conditions, ' AND ')
}

const toTransactionRow = (record: Record): TransactionRow => ({
  ...record,
  amountCents: Number(record.amountCents),
  emittedAt: record.emittedAt.toISOString(),
  side: record.side === 'credit' ? 'credit' : 'debit',
})
