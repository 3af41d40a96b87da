-- What the pages count, kept by current account and month. Triggers mark months whose rows have changed; whoever looks next counts the marked ones
-- again (lib/counts). Marks are only ever added here, so that two writers never wait for each other.

CREATE TABLE "AccountMonth" (
    "organizationId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "listed" INTEGER NOT NULL,
    "listedWaiting" INTEGER NOT NULL,
    "listedProblem" INTEGER NOT NULL,
    "listedKeptAway" INTEGER NOT NULL,
    "listedOutside" INTEGER NOT NULL,
    "exports" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "doneChanged" INTEGER NOT NULL,
    "doneBytes" BIGINT NOT NULL,
    "owed" INTEGER NOT NULL,
    "owedBytes" BIGINT NOT NULL,
    "failing" INTEGER NOT NULL,
    "tombstoned" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "copiesDone" INTEGER NOT NULL,
    "copiesOwed" INTEGER NOT NULL,
    "copiesFailing" INTEGER NOT NULL,
    "seen" INTEGER NOT NULL,
    "seenBytes" BIGINT NOT NULL,
    "unchecked" INTEGER NOT NULL,
    "checkedAt" TIMESTAMPTZ(3),
    "transactions" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,

    CONSTRAINT "AccountMonth_pkey" PRIMARY KEY ("organizationId", "accountId", "month")
);

CREATE TABLE "AccountMonthBasis" (
    "organizationId" TEXT NOT NULL,
    "connectionId" TEXT,
    "startAt" TIMESTAMPTZ(3),
    "timeZone" TEXT NOT NULL,

    CONSTRAINT "AccountMonthBasis_pkey" PRIMARY KEY ("organizationId")
);

CREATE TABLE "AccountMonthMark" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "utcMonth" DATE NOT NULL,

    CONSTRAINT "AccountMonthMark_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "AccountMonthMark_organizationId_utcMonth_idx" ON "AccountMonthMark"("organizationId", "utcMonth");

-- Owed since the last export ended, and not tried yet: few, and found at once.
CREATE INDEX "Export_fresh_idx" ON "Export"("connectionId", "owedSince") INCLUDE ("kind") WHERE "state" = 'owed' AND "problem" IS NULL AND "owedReason" = 'new';

-- Likewise what people have changed in Dropbox.
CREATE INDEX "Export_changed_idx" ON "Export"("connectionId") WHERE "changedAt" IS NOT NULL;

-- A mark names a month in UTC, so that it holds in whatever zone the organization counts. What was and what is are compared as sets, never row by row:
-- these statements are planned without knowing how many rows there are. The ones that look into "Receipt" are planned each time (EXECUTE), because a plan
-- that was made while it was small is of no use once it is large.
CREATE FUNCTION mark_months_of_exports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'INSERT INTO "AccountMonthMark" ("organizationId", "utcMonth")
    SELECT DISTINCT r."organizationId", date_trunc(''month'', r."emittedAt" AT TIME ZONE ''UTC'')::date FROM changed c JOIN "Receipt" r ON r.id = c."receiptId"';
  RETURN NULL;
END $$;

CREATE FUNCTION mark_months_of_updated_exports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'WITH was AS (SELECT id, state, kind, "connectionId", "receiptId", size, problem IS NULL AS well, "changedAt", "verifiedAt" FROM before),
      is_now AS (SELECT id, state, kind, "connectionId", "receiptId", size, problem IS NULL AS well, "changedAt", "verifiedAt" FROM after)
    INSERT INTO "AccountMonthMark" ("organizationId", "utcMonth")
    SELECT DISTINCT r."organizationId", date_trunc(''month'', r."emittedAt" AT TIME ZONE ''UTC'')::date
    FROM ((TABLE was EXCEPT TABLE is_now) UNION ALL (TABLE is_now EXCEPT TABLE was)) c JOIN "Receipt" r ON r.id = c."receiptId"';
  RETURN NULL;
END $$;

CREATE FUNCTION mark_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AccountMonthMark" ("organizationId", "utcMonth")
  SELECT DISTINCT c."organizationId", date_trunc('month', c."emittedAt" AT TIME ZONE 'UTC')::date FROM changed c;
  RETURN NULL;
END $$;

CREATE FUNCTION mark_months_of_updated_receipts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH was AS (SELECT id, "organizationId", "accountId", "transactionId", "emittedAt", "addedAt", size, "removedAt" FROM before),
    is_now AS (SELECT id, "organizationId", "accountId", "transactionId", "emittedAt", "addedAt", size, "removedAt" FROM after)
  INSERT INTO "AccountMonthMark" ("organizationId", "utcMonth")
  SELECT DISTINCT c."organizationId", date_trunc('month', c."emittedAt" AT TIME ZONE 'UTC')::date FROM ((TABLE was EXCEPT TABLE is_now) UNION ALL (TABLE is_now EXCEPT TABLE was)) c;
  RETURN NULL;
END $$;

CREATE FUNCTION mark_months_of_updated_transactions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH was AS (SELECT id, "organizationId", "accountId", "emittedAt", status FROM before),
    is_now AS (SELECT id, "organizationId", "accountId", "emittedAt", status FROM after)
  INSERT INTO "AccountMonthMark" ("organizationId", "utcMonth")
  SELECT DISTINCT c."organizationId", date_trunc('month', c."emittedAt" AT TIME ZONE 'UTC')::date FROM ((TABLE was EXCEPT TABLE is_now) UNION ALL (TABLE is_now EXCEPT TABLE was)) c;
  RETURN NULL;
END $$;

CREATE TRIGGER "Export_inserted_months" AFTER INSERT ON "Export" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months_of_exports();
CREATE TRIGGER "Export_deleted_months" AFTER DELETE ON "Export" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months_of_exports();
CREATE TRIGGER "Export_updated_months" AFTER UPDATE ON "Export" REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION mark_months_of_updated_exports();
CREATE TRIGGER "Receipt_inserted_months" AFTER INSERT ON "Receipt" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months();
CREATE TRIGGER "Receipt_deleted_months" AFTER DELETE ON "Receipt" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months();
CREATE TRIGGER "Receipt_updated_months" AFTER UPDATE ON "Receipt" REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION mark_months_of_updated_receipts();
CREATE TRIGGER "Transaction_inserted_months" AFTER INSERT ON "Transaction" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months();
CREATE TRIGGER "Transaction_deleted_months" AFTER DELETE ON "Transaction" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION mark_months();
CREATE TRIGGER "Transaction_updated_months" AFTER UPDATE ON "Transaction" REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION mark_months_of_updated_transactions();
