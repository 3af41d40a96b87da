import 'server-only'
import { db } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'
import { periodSql } from './period-sql'
import type { Naming } from './plan-page'

/** The accounts and periods of what a run owes and has no place for yet: their folders are made together, with few calls. */
export async function owedPeriods(filter: Prisma.Sql, naming: Naming): Promise<{ accountId: string; label: string; period: string }[]> {
  return db().$queryRaw`
    SELECT DISTINCT r."accountId", a.label, ${periodSql(naming.timeZone, naming.periodKind)} AS period
    FROM "Export" e JOIN "Receipt" r ON r.id = e."receiptId" JOIN "CurrentAccount" a ON a.id = r."accountId"
    WHERE ${filter} AND e."folderId" IS NULL
      AND (e.kind = 'original' OR NOT EXISTS (
        SELECT 1 FROM "Export" o WHERE o."connectionId" = e."connectionId" AND o."receiptId" = e."receiptId" AND o.kind = 'original' AND o."folderId" IS NOT NULL))
    ORDER BY 1, 3`
}
