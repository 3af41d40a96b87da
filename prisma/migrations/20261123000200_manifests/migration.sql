-- The list of receipts that the app keeps beside the files of one account and period.
CREATE TABLE "Manifest" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "folderId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "dropboxId" TEXT NOT NULL,
    "rev" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Manifest_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Manifest_folderId_key" ON "Manifest"("folderId");
CREATE INDEX "Manifest_connectionId_idx" ON "Manifest"("connectionId");
CREATE INDEX "Manifest_organizationId_rev_idx" ON "Manifest"("organizationId", "rev");
