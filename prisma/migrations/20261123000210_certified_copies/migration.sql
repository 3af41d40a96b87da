-- The certified copy of a receipt is an export of its own, beside the original.
CREATE TYPE "ExportKind" AS ENUM ('original', 'certified');
CREATE TYPE "CertifiedState" AS ENUM ('available', 'pending', 'unavailable', 'corrupted');
ALTER TABLE "Export" ADD COLUMN "kind" "ExportKind" NOT NULL DEFAULT 'original';
DROP INDEX "Export_connectionId_receiptId_key";
CREATE UNIQUE INDEX "Export_connectionId_receiptId_kind_key" ON "Export"("connectionId", "receiptId", "kind");
ALTER TABLE "Receipt" ADD COLUMN "certifiedState" "CertifiedState", ADD COLUMN "certifiedAskedAt" TIMESTAMPTZ(3);

-- What Qonto says of the certified copies of receipts that are here already comes with the next full scan: it is due at once.
UPDATE "MirrorState" SET "lastFullScanAt" = NULL;
