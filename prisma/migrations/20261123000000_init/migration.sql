-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'accountant', 'manager', 'employee');

-- CreateEnum
CREATE TYPE "PeriodKind" AS ENUM ('month', 'quarter', 'year');

-- CreateEnum
CREATE TYPE "CredentialState" AS ENUM ('unchecked', 'accepted', 'refused');

-- CreateEnum
CREATE TYPE "ConnectionState" AS ENUM ('active', 'needs_reconnect', 'disconnected');

-- CreateEnum
CREATE TYPE "FolderKind" AS ENUM ('root', 'account', 'period');

-- CreateEnum
CREATE TYPE "ExportState" AS ENUM ('owed', 'done', 'tombstoned');

-- CreateEnum
CREATE TYPE "RunTrigger" AS ENUM ('setup', 'daily', 'manual', 'webhook', 'reconcile');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'ended');

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "externalId" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Paris',
    "locale" TEXT NOT NULL DEFAULT 'en',
    "periodKind" "PeriodKind" NOT NULL DEFAULT 'month',
    "fileTemplate" TEXT NOT NULL DEFAULT '{date} {counterparty} {original}',
    "keepManifest" BOOLEAN NOT NULL DEFAULT true,
    "keepProbative" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "locale" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QontoCredential" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'api_key',
    "login" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "state" "CredentialState" NOT NULL DEFAULT 'unchecked',
    "problem" TEXT,
    "checkedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QontoCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CurrentAccount" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "currency" TEXT,
    "isClosed" BOOLEAN NOT NULL DEFAULT false,
    "isMain" BOOLEAN NOT NULL DEFAULT false,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CurrentAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Transaction" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "amountCents" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "counterparty" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "operationType" TEXT NOT NULL DEFAULT 'other',
    "emittedAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),
    "sourceUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "attachmentIds" TEXT[],
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "transactionId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "emittedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MirrorState" (
    "accountId" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "readThrough" TIMESTAMPTZ(3),
    "lastFullScanAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MirrorState_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "MirrorDebt" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "firstAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MirrorDebt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceiptUpload" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "transactionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "receiptId" TEXT,
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReceiptUpload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SetupDraft" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "openKey" TEXT,
    "authenticationName" TEXT,
    "dropboxAccountId" TEXT,
    "dropboxEmail" TEXT,
    "dropboxName" TEXT,
    "dropboxTeam" TEXT,
    "dropboxKind" TEXT,
    "scopes" TEXT[],
    "refreshTokenSealed" TEXT,
    "accessTokenSealed" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "spaceUsed" BIGINT,
    "spaceAllocated" BIGINT,
    "startAt" TIMESTAMPTZ(3),
    "startPreset" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SetupDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthState" (
    "stateHash" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "draftId" TEXT,
    "connectionId" TEXT,
    "verifierSealed" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OAuthState_pkey" PRIMARY KEY ("stateHash")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "liveKey" TEXT,
    "draftId" TEXT NOT NULL,
    "state" "ConnectionState" NOT NULL DEFAULT 'active',
    "authenticationName" TEXT NOT NULL,
    "connectedByUserId" TEXT NOT NULL,
    "connectedByName" TEXT NOT NULL,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL,
    "disconnectedAt" TIMESTAMPTZ(3),
    "disconnectedByName" TEXT,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "dropboxAccountId" TEXT NOT NULL,
    "dropboxEmail" TEXT NOT NULL,
    "dropboxName" TEXT NOT NULL,
    "dropboxTeam" TEXT,
    "dropboxKind" TEXT NOT NULL,
    "scopes" TEXT[],
    "refreshTokenSealed" TEXT,
    "accessTokenSealed" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "revokeState" TEXT,
    "revokeTokenSealed" TEXT,
    "spaceUsed" BIGINT,
    "spaceAllocated" BIGINT,
    "spaceCheckedAt" TIMESTAMPTZ(3),
    "rootName" TEXT NOT NULL,
    "periodKind" "PeriodKind" NOT NULL,
    "fileTemplate" TEXT NOT NULL,
    "folderLocale" TEXT NOT NULL DEFAULT 'en',
    "cursor" TEXT,
    "cursorAt" TIMESTAMPTZ(3),
    "reconciledAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "deletionGuard" JSONB,
    "lastDailyDate" TEXT,
    "problem" TEXT,
    "problemSince" TIMESTAMPTZ(3),
    "missingBytes" BIGINT,
    "lockRunId" TEXT,
    "lockExpiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExportFolder" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "kind" "FolderKind" NOT NULL,
    "accountId" TEXT,
    "period" TEXT,
    "parentId" TEXT,
    "name" TEXT NOT NULL,
    "liveKey" TEXT,
    "dropboxId" TEXT,
    "path" TEXT NOT NULL,
    "pathLower" TEXT NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ExportFolder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Export" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "receiptId" TEXT NOT NULL,
    "state" "ExportState" NOT NULL DEFAULT 'owed',
    "owedReason" TEXT DEFAULT 'new',
    "owedSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "folderId" TEXT,
    "fileName" TEXT,
    "path" TEXT,
    "pathKey" TEXT,
    "dropboxId" TEXT,
    "rev" TEXT,
    "size" BIGINT,
    "contentHash" TEXT,
    "uploadedAt" TIMESTAMPTZ(3),
    "isAdopted" BOOLEAN NOT NULL DEFAULT false,
    "verifiedAt" TIMESTAMPTZ(3),
    "changedAt" TIMESTAMPTZ(3),
    "tombstonedAt" TIMESTAMPTZ(3),
    "tombstonePath" TEXT,
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastAttemptAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "trigger" "RunTrigger" NOT NULL,
    "dailyDate" TEXT,
    "state" "RunState" NOT NULL DEFAULT 'queued',
    "phase" TEXT,
    "outcome" TEXT,
    "problem" TEXT,
    "missingBytes" BIGINT,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requestedByName" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "heartbeatAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "plannedCount" INTEGER NOT NULL DEFAULT 0,
    "plannedBytes" BIGINT NOT NULL DEFAULT 0,
    "uploadedCount" INTEGER NOT NULL DEFAULT 0,
    "uploadedBytes" BIGINT NOT NULL DEFAULT 0,
    "adoptedCount" INTEGER NOT NULL DEFAULT 0,
    "failedCount" INTEGER NOT NULL DEFAULT 0,
    "returnedCount" INTEGER NOT NULL DEFAULT 0,
    "tombstonedCount" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeletionEvent" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "toPath" TEXT,
    "receiptCount" INTEGER NOT NULL DEFAULT 1,
    "folderId" TEXT,
    "exportId" TEXT,
    "runId" TEXT,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "healedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeletionEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "openKey" TEXT,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorUserId" TEXT,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Organization_externalId_key" ON "Organization"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_organizationId_userId_key" ON "Membership"("organizationId", "userId");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "SignInAttempt_key_at_idx" ON "SignInAttempt"("key", "at");

-- CreateIndex
CREATE UNIQUE INDEX "QontoCredential_organizationId_key" ON "QontoCredential"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "CurrentAccount_organizationId_externalId_key" ON "CurrentAccount"("organizationId", "externalId");

-- CreateIndex
CREATE INDEX "Transaction_organizationId_emittedAt_idx" ON "Transaction"("organizationId", "emittedAt");

-- CreateIndex
CREATE INDEX "Transaction_accountId_emittedAt_idx" ON "Transaction"("accountId", "emittedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Transaction_organizationId_externalId_key" ON "Transaction"("organizationId", "externalId");

-- CreateIndex
CREATE INDEX "Receipt_organizationId_emittedAt_id_idx" ON "Receipt"("organizationId", "emittedAt", "id");

-- CreateIndex
CREATE INDEX "Receipt_organizationId_addedAt_idx" ON "Receipt"("organizationId", "addedAt");

-- CreateIndex
CREATE INDEX "Receipt_transactionId_idx" ON "Receipt"("transactionId");

-- CreateIndex
CREATE UNIQUE INDEX "Receipt_organizationId_externalId_key" ON "Receipt"("organizationId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "MirrorDebt_organizationId_key_key" ON "MirrorDebt"("organizationId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "ReceiptUpload_idempotencyKey_key" ON "ReceiptUpload"("idempotencyKey");

-- CreateIndex
CREATE INDEX "ReceiptUpload_organizationId_transactionId_idx" ON "ReceiptUpload"("organizationId", "transactionId");

-- CreateIndex
CREATE UNIQUE INDEX "SetupDraft_openKey_key" ON "SetupDraft"("openKey");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_liveKey_key" ON "Connection"("liveKey");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_draftId_key" ON "Connection"("draftId");

-- CreateIndex
CREATE INDEX "Connection_organizationId_connectedAt_idx" ON "Connection"("organizationId", "connectedAt");

-- CreateIndex
CREATE INDEX "Connection_state_idx" ON "Connection"("state");

-- CreateIndex
CREATE UNIQUE INDEX "ExportFolder_liveKey_key" ON "ExportFolder"("liveKey");

-- CreateIndex
CREATE INDEX "ExportFolder_connectionId_pathLower_idx" ON "ExportFolder"("connectionId", "pathLower");

-- CreateIndex
CREATE INDEX "ExportFolder_connectionId_dropboxId_idx" ON "ExportFolder"("connectionId", "dropboxId");

-- CreateIndex
CREATE INDEX "Export_connectionId_state_id_idx" ON "Export"("connectionId", "state", "id");

-- CreateIndex
CREATE INDEX "Export_connectionId_dropboxId_idx" ON "Export"("connectionId", "dropboxId");

-- CreateIndex
CREATE INDEX "Export_folderId_idx" ON "Export"("folderId");

-- CreateIndex
CREATE INDEX "Export_receiptId_idx" ON "Export"("receiptId");

-- CreateIndex
CREATE UNIQUE INDEX "Export_connectionId_receiptId_key" ON "Export"("connectionId", "receiptId");

-- CreateIndex
CREATE UNIQUE INDEX "Export_connectionId_pathKey_key" ON "Export"("connectionId", "pathKey");

-- CreateIndex
CREATE INDEX "Run_connectionId_requestedAt_idx" ON "Run"("connectionId", "requestedAt");

-- CreateIndex
CREATE INDEX "Run_state_heartbeatAt_idx" ON "Run"("state", "heartbeatAt");

-- CreateIndex
CREATE UNIQUE INDEX "Run_connectionId_dailyDate_key" ON "Run"("connectionId", "dailyDate");

-- CreateIndex
CREATE INDEX "DeletionEvent_connectionId_decidedAt_idx" ON "DeletionEvent"("connectionId", "decidedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_openKey_key" ON "Notice"("openKey");

-- CreateIndex
CREATE INDEX "Notice_organizationId_openedAt_idx" ON "Notice"("organizationId", "openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_organizationId_seq_key" ON "AuditEntry"("organizationId", "seq");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QontoCredential" ADD CONSTRAINT "QontoCredential_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CurrentAccount" ADD CONSTRAINT "CurrentAccount_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Transaction" ADD CONSTRAINT "Transaction_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CurrentAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CurrentAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_transactionId_fkey" FOREIGN KEY ("transactionId") REFERENCES "Transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MirrorState" ADD CONSTRAINT "MirrorState_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CurrentAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OAuthState" ADD CONSTRAINT "OAuthState_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "SetupDraft"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExportFolder" ADD CONSTRAINT "ExportFolder_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExportFolder" ADD CONSTRAINT "ExportFolder_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "ExportFolder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Export" ADD CONSTRAINT "Export_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Export" ADD CONSTRAINT "Export_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "Receipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Export" ADD CONSTRAINT "Export_folderId_fkey" FOREIGN KEY ("folderId") REFERENCES "ExportFolder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeletionEvent" ADD CONSTRAINT "DeletionEvent_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- A connection is live exactly while it holds its organization's live key.
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_live_check" CHECK (
  ("state" = 'disconnected' AND "liveKey" IS NULL AND "disconnectedAt" IS NOT NULL)
  OR ("state" <> 'disconnected' AND "liveKey" = "organizationId" AND "disconnectedAt" IS NULL)
);

-- Done means verified: Dropbox id, rev and content hash are known.
ALTER TABLE "Export" ADD CONSTRAINT "Export_done_is_verified_check" CHECK (
  "state" <> 'done' OR ("dropboxId" IS NOT NULL AND "rev" IS NOT NULL AND "contentHash" IS NOT NULL AND "path" IS NOT NULL AND "pathKey" IS NOT NULL)
);

-- The audit log is append-only.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries cannot be changed or removed';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON "AuditEntry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
