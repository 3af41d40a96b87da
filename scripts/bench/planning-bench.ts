import { randomBytes } from 'node:crypto'
import { Inngest } from 'inngest'
import pg from 'pg'
import { db } from '@/lib/db'
import { dueDailyRuns } from '@/lib/exports/due-daily-runs'
import { evaluateNotices } from '@/lib/notices/evaluate-notices'
import { startEmbeddedRunner } from '../../inngest/embedded/start'
import { print } from './print'

/** Half past eleven has just passed in Paris. */
export const NIGHT = new Date('2026-11-23T22:31:00Z')
const EVENTS_A_CALL = 1000

/** What 23:30 costs for growing numbers of organizations in one zone: deciding and writing the runs, storing the events, a pass that finds nothing, and notices. */
export async function planningBench(sizes: number[]): Promise<void> {
  for (const organizations of sizes) {
    await insertOrganizations(organizations)
    await measure('planning: runs', organizations, decideAll)
    const written = await db().run.count()
    if (written !== organizations) throw new Error(`${written} runs for ${organizations} organizations`)
    await measure('planning: events', organizations, sendEvents)
    await measure('planning: nothing due', organizations, decideAll)
    await measure('planning: notices', organizations, evaluateAll)
  }
}

async function decideAll() {
  let [runs, pages] = [0, 1]
  for (let after: string | undefined; ; pages++) {
    const page = await dueDailyRuns(NIGHT, { after })
    runs += page.runs.length
    if (!page.next) return { runs, pages }
    after = page.next
  }
}

async function evaluateAll() {
  let pages = 1
  for (let after: string | undefined; ; pages++) {
    const { next } = await evaluateNotices({ after })
    if (!next) return { pages, open: await db().notice.count() }
    after = next
  }
}

/** The embedded runner's intake alone: no app answers, so nothing is started. */
async function sendEvents() {
  const [eventKey, signingKey] = [randomBytes(16).toString('hex'), randomBytes(32).toString('hex')]
  const runner = await startEmbeddedRunner({ databaseUrl: process.env.DATABASE_URL ?? '', serveUrl: 'http://127.0.0.1:1/api/inngest', port: 0, signingKey, eventKey })
  const client = new Inngest({ id: 'bench', baseUrl: runner.url, eventKey, isDev: false })
  runner.ready.catch(() => undefined)
  let [calls, after] = [0, '']
  for (; ; calls++) {
    const runs = await db().run.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: EVENTS_A_CALL, select: { id: true, connectionId: true, organizationId: true } })
    if (runs.length === 0) break
    after = runs.at(-1)?.id ?? after
    const dataOf = ({ id: runId, connectionId, organizationId }: (typeof runs)[number]) => ({ runId, connectionId, organizationId, lane: 'planned' })
    await client.send(runs.map((run, index) => ({ name: 'export/requested', id: `export:${run.id}`, data: dataOf(run), ts: NIGHT.getTime() + (calls * EVENTS_A_CALL + index) * 20 })))
  }
  await runner.close()
  return { calls }
}

/** Seconds, statements for each organization, and memory beyond what was in use before. */
async function measure(name: string, organizations: number, work: () => Promise<Record<string, unknown>>): Promise<void> {
  globalThis.gc?.()
  const idle = process.memoryUsage.rss()
  let peak = idle
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  const statements = countStatements()
  const begunAt = performance.now()
  const fields = await work()
  const seconds = (performance.now() - begunAt) / 1000
  clearInterval(timer)
  const count = statements.stop()
  print(name, {
    n: organizations, seconds, per_second: organizations / seconds, statements: count, statements_per_organization: count / organizations,
    idle_rss_mb: Math.round(idle / 1e6), peak_rss_mb: Math.round(peak / 1e6), ...fields,
  })
}

/** Counts what this process sends to PostgreSQL, BEGIN and COMMIT included. */
function countStatements() {
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  let count = 0
  prototype.query = function (...args) {
    count += 1
    return original.apply(this, args)
  }
  return {
    stop() {
      prototype.query = original
      return count
    },
  }
}

/** Organizations with a connection of last week, each with an account; one in ten has a receipt that is owed. Set-based, in one zone. */
export async function insertOrganizations(count: number): Promise<void> {
  await db().$executeRaw`TRUNCATE runner.event, "Organization", "Notice" CASCADE`
  const since = new Date(NIGHT.getTime() - 6 * 86_400_000)
  await db().$executeRaw`
    INSERT INTO "Organization" (id, name, "timeZone") SELECT 'o' || lpad(n::text, 9, '0'), 'Company ' || n, 'Europe/Paris' FROM generate_series(1, ${count}::int) n`
  await db().$executeRaw`
    INSERT INTO "Connection" (id, "organizationId", "liveKey", "draftId", "authenticationName", "connectedByUserId", "connectedByName", "connectedAt", "startAt",
      "dropboxAccountId", "dropboxEmail", "dropboxName", "dropboxKind", scopes, "rootName", "periodKind", "fileTemplate", "lastDailyDate")
    SELECT 'c' || id, id, id, 'd' || id, 'Ours', 'u', 'The owner', ${since}, ${since}, 'dbid:' || id, id || '@example.com', 'Ours', 'basic', '{}', 'Qonto', 'month',
      '{date} {original}', '2026-11-22' FROM "Organization"`
  await db().$executeRaw`INSERT INTO "CurrentAccount" (id, "organizationId", "externalId", label) SELECT 'a' || id, id, 'main', 'Main account' FROM "Organization"`
  await db().$executeRaw`
    INSERT INTO "Transaction" (id, "organizationId", "accountId", "externalId", "amountCents", currency, side, label, counterparty, status, "emittedAt", "sourceUpdatedAt", "attachmentIds")
    SELECT 't' || id, id, 'a' || id, 't', 100, 'EUR', 'debit', 'Paper', 'Paper', 'completed', ${NIGHT}, ${NIGHT}, '{r}' FROM "Organization" WHERE id LIKE '%0'`
  await db().$executeRaw`
    INSERT INTO "Receipt" (id, "organizationId", "accountId", "transactionId", "externalId", "fileName", "contentType", size, "addedAt", "emittedAt")
    SELECT 'r' || "organizationId", "organizationId", "accountId", id, 'r', 'paper.pdf', 'application/pdf', 50000, ${NIGHT}, ${NIGHT} FROM "Transaction"`
  await db().$executeRaw`
    INSERT INTO "Export" (id, "organizationId", "connectionId", "receiptId", size) SELECT 'e' || "organizationId", "organizationId", 'c' || "organizationId", id, size FROM "Receipt"`
  await db().$executeRawUnsafe('ANALYZE')
}
