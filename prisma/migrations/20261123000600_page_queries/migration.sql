-- What the pages count and list, answered from indexes alone. The conditions always hold: they keep these indexes, which carry columns that are read
-- but not searched for, apart from those that prisma/schema.prisma can say.

-- Totals, certificate and accounts read an export's state without its row.
CREATE INDEX "Export_page_idx" ON "Export"("connectionId", "receiptId") INCLUDE ("kind", "state", "size", "problem", "changedAt", "verifiedAt", "owedReason", "owedSince") WHERE "connectionId" IS NOT NULL;

-- Receipts are walked newest first, counted by account and month, and joined to their transactions.
DROP INDEX "Receipt_organizationId_emittedAt_id_idx";
CREATE INDEX "Receipt_page_idx" ON "Receipt"("organizationId", "emittedAt", "id") INCLUDE ("accountId", "transactionId", "removedAt", "addedAt") WHERE "organizationId" IS NOT NULL;
CREATE INDEX "Receipt_removed_idx" ON "Receipt"("organizationId") WHERE "removedAt" IS NOT NULL;
DROP INDEX "Receipt_transactionId_idx";
CREATE INDEX "Receipt_transaction_idx" ON "Receipt"("transactionId") INCLUDE ("removedAt") WHERE "transactionId" IS NOT NULL;

-- Transactions likewise; those without a receipt are asked for by status.
DROP INDEX "Transaction_organizationId_emittedAt_idx";
CREATE INDEX "Transaction_page_idx" ON "Transaction"("organizationId", "emittedAt", "id") INCLUDE ("accountId", "status") WHERE "organizationId" IS NOT NULL;
CREATE INDEX "Transaction_organizationId_amountCents_idx" ON "Transaction"("organizationId", "amountCents");

-- Words inside of texts. Both extensions come with PostgreSQL; where they are missing or not allowed, a search reads every row of the organization.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;
  CREATE INDEX "Receipt_words_idx" ON "Receipt" USING GIN ("organizationId" text_ops, "fileName" gin_trgm_ops) WHERE "organizationId" IS NOT NULL;
  CREATE INDEX "Transaction_words_idx" ON "Transaction" USING GIN ("organizationId" text_ops, "counterparty" gin_trgm_ops, "label" gin_trgm_ops) WHERE "organizationId" IS NOT NULL;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm or btree_gin is not to be had: a search will take longer';
END $$;
