import { Prisma } from '@/lib/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { matchUploads } from './match-uploads'
import { newRowId } from './new-row-id'
import type { SourceReceipt, SourceTransaction } from './source'

export type StoredPlace = { organizationId: string; accountId: string }

/**
 * Writes transactions and their receipts, in two statements whatever their number. Safe to repeat and to run beside
 * another mirror: rows are keyed by the source's id, an older version never replaces a newer one, equal rows are left alone.
 * Returns how many receipts were new.
 */
export async function storeTransactions(tx: Tx, place: StoredPlace, transactions: SourceTransaction[]): Promise<number> {
  const newest = new Map(transactions.map((transaction) => [transaction.externalId, transaction]))
  if (newest.size === 0) return 0
  const rows = [...newest.values()].sort(byExternalId).map(({ receipts: _receipts, accountExternalId: _account, updatedAt, ...row }) => ({ id: newRowId(), sourceUpdatedAt: updatedAt, ...row }))
  await tx.$executeRaw`
    INSERT INTO "Transaction" ("id", "organizationId", "accountId", "externalId", "amountCents", "currency", "side", "label", "counterparty",
      "status", "operationType", "emittedAt", "settledAt", "sourceUpdatedAt", "attachmentIds")
    SELECT x."id", ${place.organizationId}, ${place.accountId}, x."externalId", x."amountCents", x."currency", x."side", x."label", x."counterparty",
      x."status", x."operationType", x."emittedAt", x."settledAt", x."sourceUpdatedAt", ARRAY(SELECT jsonb_array_elements_text(x."attachmentIds"))
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" text, "externalId" text, "amountCents" bigint, "currency" text, "side" text,
      "label" text, "counterparty" text, "status" text, "operationType" text, "emittedAt" timestamptz, "settledAt" timestamptz,
      "sourceUpdatedAt" timestamptz, "attachmentIds" jsonb)
    ON CONFLICT ("organizationId", "externalId") DO UPDATE SET "amountCents" = excluded."amountCents", "currency" = excluded."currency",
      "side" = excluded."side", "label" = excluded."label", "counterparty" = excluded."counterparty", "status" = excluded."status",
      "operationType" = excluded."operationType", "emittedAt" = excluded."emittedAt", "settledAt" = excluded."settledAt",
      "sourceUpdatedAt" = excluded."sourceUpdatedAt", "attachmentIds" = excluded."attachmentIds"
    WHERE "Transaction"."sourceUpdatedAt" <= excluded."sourceUpdatedAt" AND (${columns('Transaction')}) IS DISTINCT FROM (${columns('excluded')})`
  const receipts = [...newest.values()].flatMap(({ receipts, externalId }) => receipts.map((receipt) => ({ receipt, transactionExternalId: externalId })))
  return await storeReceipts(tx, place.organizationId, receipts)
}

/**
 * Writes receipts of transactions that are already here, and ties them to the uploads that members sent from here.
 * Returns how many were new. A receipt stays with its transaction for as long as that one names it.
 */
export async function storeReceipts(tx: Tx, organizationId: string, found: { receipt: SourceReceipt; transactionExternalId: string }[]): Promise<number> {
  const distinct = new Map(found.map((item) => [item.receipt.externalId, item]))
  if (distinct.size === 0) return 0
  const rows = [...distinct.values()].map(({ receipt: { url: _url, certified: _copy, ...receipt }, transactionExternalId }) => ({ id: newRowId(), transactionExternalId, ...receipt }))
  rows.sort(byExternalId)
  const written = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    INSERT INTO "Receipt" ("id", "organizationId", "accountId", "transactionId", "externalId", "fileName", "contentType", "size", "addedAt", "emittedAt", "certifiedState")
    SELECT x."id", ${organizationId}, t."accountId", t."id", x."externalId", x."fileName", x."contentType", x."size", x."addedAt", t."emittedAt", x."certifiedState"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" text, "transactionExternalId" text, "externalId" text, "fileName" text,
      "contentType" text, "size" bigint, "addedAt" timestamptz, "certifiedState" "CertifiedState")
    JOIN "Transaction" t ON t."organizationId" = ${organizationId} AND t."externalId" = x."transactionExternalId"
    ON CONFLICT ("organizationId", "externalId") DO UPDATE SET "accountId" = excluded."accountId", "transactionId" = excluded."transactionId",
      "fileName" = excluded."fileName", "contentType" = excluded."contentType", "size" = excluded."size", "addedAt" = excluded."addedAt",
      "emittedAt" = excluded."emittedAt", "removedAt" = NULL, "certifiedState" = COALESCE(excluded."certifiedState", "Receipt"."certifiedState")
    WHERE (${receiptColumns('Receipt')}, "Receipt"."removedAt", "Receipt"."certifiedState")
        IS DISTINCT FROM (${receiptColumns('excluded')}, NULL::timestamptz, COALESCE(excluded."certifiedState", "Receipt"."certifiedState"))
      AND ("Receipt"."transactionId" = excluded."transactionId" OR NOT EXISTS (SELECT 1 FROM "Transaction" holder
        WHERE holder."id" = "Receipt"."transactionId" AND "Receipt"."externalId" = ANY (holder."attachmentIds")))
    RETURNING "id", (xmax = 0) AS "isNew"`
  const newIds = written.filter((row) => row.isNew).map((row) => row.id)
  await matchUploads(tx, organizationId, newIds)
  return newIds.length
}

/** Rows are always written in one order, so that two mirrors at once wait for each other rather than for ever. */
const byExternalId = (a: { externalId: string }, b: { externalId: string }) => (a.externalId < b.externalId ? -1 : 1)

const list = (table: string, names: string[]) => Prisma.raw(names.map((name) => `"${table}"."${name}"`).join(', '))

const columns = (table: 'Transaction' | 'excluded') =>
  list(table, ['amountCents', 'currency', 'side', 'label', 'counterparty', 'status', 'operationType', 'emittedAt', 'settledAt', 'sourceUpdatedAt', 'attachmentIds'])

const receiptColumns = (table: 'Receipt' | 'excluded') => list(table, ['transactionId', 'fileName', 'contentType', 'size', 'addedAt', 'emittedAt'])
