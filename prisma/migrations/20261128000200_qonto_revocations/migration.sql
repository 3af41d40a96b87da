-- Consents at Qonto that nothing here uses any more and whose end Qonto has not confirmed yet.
CREATE TABLE "QontoRevocation" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "tokenSealed" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "nextTryAt" TIMESTAMPTZ(3) NOT NULL,
    "lapsesAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QontoRevocation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "QontoRevocation_organizationId_idx" ON "QontoRevocation"("organizationId");
CREATE INDEX "QontoRevocation_nextTryAt_idx" ON "QontoRevocation"("nextTryAt");
ALTER TABLE "QontoRevocation" ADD CONSTRAINT "QontoRevocation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
