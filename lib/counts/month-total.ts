import 'server-only'
import { db } from '@/lib/db'
import { Prisma } from '@/lib/generated/prisma/client'
import { monthsOf } from './months-of'

/** How many there are of something, and between which moments: null where there is nothing. */
export type MonthTotal = { total: number; span: { from: Date; to: Date } | null }

/**
 * The sum of `counted` (SQL over a month "m") of an organization, of one account or month (`2026-11`) where asked, and the span of the months that hold
 * any: who walks through rows need not look outside. @throws AppError `not_found` for an unknown organization.
 */
export async function monthTotal(organizationId: string, counted: Prisma.Sql, { accountId, month }: { accountId?: string; month?: string } = {}): Promise<MonthTotal> {
  const months = await monthsOf(organizationId)
  const [row] = await db().$queryRaw<{ total: number; from: Date | null; to: Date | null }[]>`
    SELECT coalesce(sum(${counted}), 0)::int AS total, min(m.month)::timestamp AT TIME ZONE o."timeZone" AS "from", (max(m.month) + interval '1 month') AT TIME ZONE o."timeZone" AS "to"
    FROM "Organization" o LEFT JOIN (${months}) m ON ${counted} > 0
      ${accountId ? Prisma.sql`AND m."accountId" = ${accountId}` : Prisma.empty} ${month ? Prisma.sql`AND to_char(m.month, 'YYYY-MM') = ${month}` : Prisma.empty}
    WHERE o.id = ${organizationId} GROUP BY o.id`
  const { total = 0, from = null, to = null } = row ?? {}
  return { total, span: from && to ? { from, to } : null }
}
