import 'server-only'
import { db } from '@/lib/db'

/**
 * Leaves one mark for each month that has changed since somebody last looked. Returns how many went. The newest stays, so that a count that begins meanwhile
 * finds the month marked. Safe to repeat.
 */
export async function pruneMarks(): Promise<number> {
  return await db().$executeRaw`
    DELETE FROM "AccountMonthMark" m USING (
      SELECT "organizationId", "utcMonth", max(id) AS newest FROM "AccountMonthMark" GROUP BY 1, 2 HAVING count(*) > 1) kept
    WHERE m."organizationId" = kept."organizationId" AND m."utcMonth" = kept."utcMonth" AND m.id < kept.newest`
}
