-- The newest entry of every organization's audit chain, so that entries cut off at its end are missed. It only ever goes up by one.
CREATE TABLE "AuditHead" (
    "organizationId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("organizationId")
);

CREATE FUNCTION refuse_audit_head_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW."organizationId" = OLD."organizationId" AND NEW.seq = OLD.seq + 1 THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the newest audit entry can only be followed by the next';
END $$;
CREATE TRIGGER audit_head_only_rises BEFORE UPDATE OR DELETE ON "AuditHead" FOR EACH ROW EXECUTE FUNCTION refuse_audit_head_change();
CREATE TRIGGER audit_head_is_not_truncated BEFORE TRUNCATE ON "AuditHead" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_head_change();

-- Written by the entry itself, whoever inserts it.
CREATE FUNCTION follow_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditHead" ("organizationId", "seq", "hash") VALUES (NEW."organizationId", NEW.seq, NEW.hash)
  ON CONFLICT ("organizationId") DO UPDATE SET "seq" = EXCLUDED."seq", "hash" = EXCLUDED."hash";
  RETURN NULL;
END $$;

-- No entry comes in between.
LOCK TABLE "AuditEntry" IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO "AuditHead" SELECT DISTINCT ON ("organizationId") "organizationId", seq, hash FROM "AuditEntry" ORDER BY "organizationId", seq DESC;
CREATE TRIGGER audit_head_follows AFTER INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION follow_audit_entry();
