-- Qonto by OAuth beside the API key, and what an operator enters at the first start.
ALTER TABLE "QontoCredential" ALTER COLUMN "secretSealed" DROP NOT NULL;
ALTER TABLE "QontoCredential"
    ADD COLUMN "refreshTokenSealed" TEXT,
    ADD COLUMN "accessTokenSealed" TEXT,
    ADD COLUMN "accessTokenExpiresAt" TIMESTAMPTZ(3),
    ADD COLUMN "scopes" TEXT[],
    ADD COLUMN "renewedAt" TIMESTAMPTZ(3),
    ADD COLUMN "renewalBegunAt" TIMESTAMPTZ(3),
    ADD CONSTRAINT "QontoCredential_kind_check" CHECK ("kind" IN ('api_key', 'oauth'));

ALTER TABLE "OAuthState" ADD COLUMN "provider" TEXT NOT NULL DEFAULT 'dropbox';

CREATE TABLE "Installation" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "dropboxAppKey" TEXT,
    "dropboxAppSecretSealed" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);
