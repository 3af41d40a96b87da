-- What the contract's functions did, in order. `gate` rows let a test decide when a waiting step may go on.
CREATE SCHEMA contract;
CREATE TABLE contract.record (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL,
  what text NOT NULL,
  value json,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX record_key ON contract.record (key);
CREATE TABLE contract.gate (key text PRIMARY KEY);
