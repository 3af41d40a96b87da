import 'server-only'
import { db } from '@/lib/db'
import { receiptScope } from './receipt-query'

/** Months (`2026-11`, in the organization's zone) with at least one receipt, newest first. One index step per month, whatever the number of receipts. */
export async function monthsWithReceipts(organizationId: string): Promise<string[]> {
  const { timeZone } = await receiptScope(organizationId)
  const rows = await db().$queryRaw<{ month: string }[]>`
    WITH RECURSIVE months AS (
      SELECT (SELECT max(r."emittedAt") FROM "Receipt" r WHERE r."organizationId" = ${organizationId}) AS "at"
      UNION ALL
      SELECT (SELECT max(r."emittedAt") FROM "Receipt" r WHERE r."organizationId" = ${organizationId}
        AND r."emittedAt" < date_trunc('month', months."at" AT TIME ZONE ${timeZone}) AT TIME ZONE ${timeZone})
      FROM months WHERE months."at" IS NOT NULL
    )
    SELECT to_char("at" AT TIME ZONE ${timeZone}, 'YYYY-MM') AS "month" FROM months WHERE "at" IS NOT NULL`
  return rows.map((row) => row.month)
}
