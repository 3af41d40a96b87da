import { expect } from 'vitest'
import { db } from '@/lib/db'
import { allMonths, countMonths, MONTH_COLUMNS, type Basis } from './month-counts'
import { monthsOf } from './months-of'

/** For every organization, or one: what is kept by month equals what its rows say when they are all counted now. */
export async function expectCountsAgree(only?: string): Promise<void> {
  const bases = await db().$queryRaw<Basis[]>`
    SELECT o.id AS "organizationId", c.id AS "connectionId", c."startAt", o."timeZone" FROM "Organization" o LEFT JOIN "Connection" c ON c."liveKey" = o.id
    WHERE o.id = coalesce(${only ?? null}, o.id)`
  for (const basis of bases) {
    const [kept, counted] = [await monthsOf(basis.organizationId), countMonths(basis, allMonths(basis))]
    const differing = await db().$queryRaw`
      WITH kept AS (SELECT ${MONTH_COLUMNS} FROM (${kept}) m), counted AS (SELECT ${MONTH_COLUMNS} FROM (${counted}) m)
      SELECT 'kept' AS side, * FROM (TABLE kept EXCEPT TABLE counted) k UNION ALL SELECT 'counted', * FROM (TABLE counted EXCEPT TABLE kept) c`
    expect(differing, 'the counts by month').toEqual([])
  }
}
