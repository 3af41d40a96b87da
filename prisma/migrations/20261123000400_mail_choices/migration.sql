-- On which weekday the digest is mailed, and which mails a member does not want.
ALTER TABLE "Organization" ADD COLUMN "digestDay" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Membership" ADD COLUMN "mutedCauses" TEXT[] DEFAULT ARRAY[]::TEXT[];
