import 'server-only'
import { db } from '@/lib/db'
import { newRowId } from '@/lib/sources/new-row-id'
import { dueDailyDate, newestDaily } from './daily-date'
import { inTransaction } from './in-transaction'

export type DueRun = { runId: string; connectionId: string; organizationId: string }
/** Small enough that a page of the app does not wait for it. */
const PAGE = 500

type Live = { id: string; organizationId: string; timeZone: string; connectedAt: Date; lastDailyDate: string | null }

/**
 * Writes the daily runs that are due now for one page of live connections and returns them; a local date gets one run per connection, whoever
 * asks how often. Ask again with `next` until it is null. Costs three statements a page.
 */
export async function dueDailyRuns(now: Date, page: { after?: string; take?: number } = {}): Promise<{ runs: DueRun[]; next: string | null }> {
  const take = page.take ?? PAGE
  const live = await db().$queryRaw<Live[]>`
    SELECT c.id, c."organizationId", o."timeZone", c."connectedAt", c."lastDailyDate"
    FROM "Connection" c JOIN "Organization" o ON o.id = c."organizationId"
    WHERE c.state = 'active' AND c.id > ${page.after ?? ''} ORDER BY c.id LIMIT ${take}`
  const due = findDue(live, now)
  return { runs: due.length > 0 ? await insertRuns(due, now) : [], next: live.length === take ? (live.at(-1)?.id ?? null) : null }
}

/** Zones repeat: the newest date of each is worked out once. */
function findDue(live: Live[], now: Date): { connection: Live; date: string }[] {
  const zones = new Map<string, ReturnType<typeof newestDaily>>()
  return live.flatMap((connection) => {
    const newest = zones.get(connection.timeZone) ?? newestDaily(now, connection.timeZone)
    zones.set(connection.timeZone, newest)
    const date = dueDailyDate({ now, ...connection }, newest)
    return date === null ? [] : [{ connection, date }]
  })
}

async function insertRuns(due: { connection: Live; date: string }[], now: Date): Promise<DueRun[]> {
  const ids = due.map(({ connection }) => connection.id)
  const dates = due.map(({ date }) => date)
  return inTransaction(async (tx) => {
    const runs = await tx.$queryRaw<DueRun[]>`
      INSERT INTO "Run" (id, "organizationId", "connectionId", trigger, "dailyDate", "requestedAt")
      SELECT d.run, c."organizationId", c.id, 'daily', d.date, ${now}
      FROM unnest(${due.map(() => newRowId())}::text[], ${ids}::text[], ${dates}::text[]) AS d(run, connection, date)
      JOIN "Connection" c ON c.id = d.connection AND c.state = 'active'
      ON CONFLICT ("connectionId", "dailyDate") DO NOTHING
      RETURNING id AS "runId", "connectionId", "organizationId"`
    await tx.$executeRaw`
      UPDATE "Connection" c SET "lastDailyDate" = d.date
      FROM unnest(${ids}::text[], ${dates}::text[]) AS d(connection, date)
      WHERE c.id = d.connection AND (c."lastDailyDate" IS NULL OR c."lastDailyDate" < d.date)`
    return runs
  })
}
