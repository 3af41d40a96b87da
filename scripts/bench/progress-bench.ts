import { db } from '@/lib/db'
import { certificate } from '@/lib/exports/certificate'
import { ensureExports } from '@/lib/exports/ensure-exports'
import { getProgress } from '@/lib/exports/get-progress'
import { connectedCompany } from './connected-company'
import { print } from './print'
import type { World } from './world'

/** What a page asks for while it watches, and what a run asks the ledger, for a large connection: rows written directly, half of them done. */
export async function progressBench(world: World, sizes: number[]): Promise<void> {
  for (const receipts of sizes) {
    const { organizationId, connectionId } = await connectedCompany(world, { receipts: 0 })
    await fillLedger(organizationId, receipts)
    const ensured = await timed(() => ensureExports(connectionId))
    await db().$executeRaw`
      UPDATE "Export" SET state = 'done', path = '/Qonto/' || id, "pathKey" = id, "dropboxId" = id, rev = 'r', "contentHash" = 'h', "verifiedAt" = now()
      WHERE "connectionId" = ${connectionId} AND right(id, 1) < '8'`
    const again = await timed(() => ensureExports(connectionId))
    await getProgress(organizationId, connectionId)
    const progress = await timed(async () => { for (let time = 0; time < 10; time++) await getProgress(organizationId, connectionId) })
    const certified = await timed(() => certificate(organizationId, connectionId))
    print('ledger', { n: receipts, ensure_all_seconds: ensured, ensure_none_seconds: again, progress_seconds: progress / 10, certificate_seconds: certified })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunAt = performance.now()
  await work()
  return (performance.now() - begunAt) / 1000
}

async function fillLedger(organizationId: string, receipts: number): Promise<void> {
  const account = await db().currentAccount.create({ data: { organizationId, externalId: organizationId, label: 'Main account' } })
  await db().$executeRaw`
    INSERT INTO "Transaction" (id, "organizationId", "accountId", "externalId", "amountCents", currency, side, label, counterparty, status, "emittedAt", "sourceUpdatedAt", "attachmentIds")
    SELECT ${organizationId} || n, ${organizationId}, ${account.id}, 't' || n, n, 'EUR', 'debit', 'l', 'Shop ' || n % 300, 'completed', now() - n * interval '5 minutes', now(), '{}'
    FROM generate_series(1, ${receipts}::int) n`
  await db().$executeRaw`
    INSERT INTO "Receipt" (id, "organizationId", "accountId", "transactionId", "externalId", "fileName", "contentType", size, "addedAt", "emittedAt")
    SELECT id, "organizationId", "accountId", id, "externalId", 'invoice.pdf', 'application/pdf', 100000, "emittedAt", "emittedAt" FROM "Transaction" WHERE "organizationId" = ${organizationId}`
}
