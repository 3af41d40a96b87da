-- No function asks for idempotency keys or for singletons that cancel; ids of events and singletons that skip do it.
DROP INDEX runner.run_idempotency;
ALTER TABLE runner.run DROP COLUMN idempotency_key;
UPDATE runner.run SET status = 'failed' WHERE status = 'cancelled';
ALTER TABLE runner.run DROP CONSTRAINT run_status_check;
ALTER TABLE runner.run ADD CONSTRAINT run_status_check CHECK (status IN ('queued', 'running', 'completed', 'failed'));

-- The Activity page lists the last failed ones.
CREATE INDEX run_failed ON runner.run (ended_at) WHERE status = 'failed';
