import { now } from '@/lib/clock'
import { db } from '@/lib/db'
import type { MirroredAccount } from './mirror-accounts'
import { recordDebts, settleDebt } from './record-debts'
import type { Source } from './source'
import { storeTransactions } from './store-transactions'
import { walkTransactions, type WalkedPage } from './walk-transactions'

export type MirrorCounts = { transactions: number; receipts: number; newReceipts: number }

/** How far each pass goes back before the newest change it knows: rows may become visible later than their time says. */
const OVERLAP_MS = 3600_000
/** A busy database may be slow: a page is worth waiting for. Milliseconds. */
const TRANSACTION_TIME = { timeout: 60_000, maxWait: 60_000 }
/** Whether every change of attachments moves `updated_at` is not documented: once a day everything is read again. */
const FULL_SCAN_MS = 24 * 3600_000

/**
 * Mirrors one account's transactions and receipts: what changed since the last pass, and once a day everything. Progress is
 * kept page by page, in the transaction that stores the page, so that a crash costs one page and a page that failed is
 * never passed. @throws AppError of the page that could not be read.
 */
export async function mirrorAccount(organizationId: string, account: MirroredAccount, source: Source, signal?: AbortSignal): Promise<MirrorCounts> {
  const counts = { transactions: 0, receipts: 0, newReceipts: 0 }
  const startedAt = now()
  const state = await db().mirrorState.findUnique({ where: { accountId: account.id, organizationId } })
  const from = state?.readThrough ? new Date(state.readThrough.getTime() - OVERLAP_MS) : null
  const pass = async (start: Date | null) => {
    for await (const page of walkTransactions(source, account.externalId, start, signal)) await storePage(organizationId, account.id, page, counts)
  }
  await pass(from)
  const isFullScanDue = Math.abs(startedAt.getTime() - (state?.lastFullScanAt?.getTime() ?? 0)) >= FULL_SCAN_MS
  if (isFullScanDue && from) await pass(null)
  if (isFullScanDue || !from) {
    const seen = { lastFullScanAt: startedAt }
    await db().mirrorState.upsert({ where: { accountId: account.id }, create: { accountId: account.id, organizationId, ...seen }, update: seen })
  }
  await settleDebt(db(), organizationId, `account:${account.externalId}`)
  return counts
}

async function storePage(organizationId: string, accountId: string, page: WalkedPage, counts: MirrorCounts): Promise<void> {
  counts.newReceipts += await db().$transaction(async (tx) => {
    const newReceipts = await storeTransactions(tx, { organizationId, accountId }, page.transactions)
    await recordDebts(tx, organizationId, page.unreadable.map(({ externalId, error }) => ({ key: `transaction:${externalId}`, cause: error.code })))
    if (page.readThrough) {
      // A time ahead of ours is no reason to skip what lies between.
      const readThrough = new Date(Math.min(page.readThrough.getTime(), now().getTime()))
      await tx.$executeRaw`
        INSERT INTO "MirrorState" ("accountId", "organizationId", "readThrough", "updatedAt") VALUES (${accountId}, ${organizationId}, ${readThrough}, ${now()})
        ON CONFLICT ("accountId") DO UPDATE SET "readThrough" = GREATEST("MirrorState"."readThrough", excluded."readThrough"), "updatedAt" = excluded."updatedAt"`
    }
    return newReceipts
  }, TRANSACTION_TIME)
  counts.transactions += page.transactions.length
  counts.receipts += page.transactions.reduce((sum, transaction) => sum + transaction.receipts.length, 0)
}
