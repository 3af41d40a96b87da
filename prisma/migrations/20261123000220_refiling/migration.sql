-- Re-filing what is in Dropbox, asked for by a person and carried out by runs.
ALTER TABLE "Connection" ADD COLUMN "refileAfter" TEXT, ADD COLUMN "refileMoved" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "refileLeft" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "refiledAt" TIMESTAMPTZ(3);
