-- Tables of the embedded runner. The same statements are the migration 00000000000001_runner; a test compares the two.
-- Times of retries are real time; times of sleeps, cron ticks and future events are the app's time.

CREATE SCHEMA runner;

-- One row. Each process that takes the advisory lock raises the epoch; a write that names an older epoch is refused.
CREATE TABLE runner.owner (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  epoch bigint NOT NULL DEFAULT 0
);
INSERT INTO runner.owner DEFAULT VALUES;

CREATE TABLE runner.function (
  id text PRIMARY KEY,
  config json NOT NULL
);

CREATE TABLE runner.cron (
  function_id text NOT NULL REFERENCES runner.function (id) ON DELETE CASCADE,
  expression text NOT NULL,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, expression)
);

-- A known id triggers nothing. `function_id` limits the event to one function: a cron tick.
CREATE TABLE runner.event (
  id text PRIMARY KEY,
  position bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  payload json NOT NULL,
  function_id text,
  received_at timestamptz NOT NULL DEFAULT now(),
  matched_at timestamptz
);
CREATE INDEX event_unmatched ON runner.event (position) WHERE matched_at IS NULL;
CREATE INDEX event_received ON runner.event (received_at);

CREATE TABLE runner.run (
  id text PRIMARY KEY,
  function_id text NOT NULL,
  event json NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  keys text[] NOT NULL DEFAULT '{}',
  singleton_key text,
  debounce_key text,
  idempotency_key text,
  output json,
  error json,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz
);
CREATE UNIQUE INDEX run_singleton ON runner.run (function_id, singleton_key) WHERE status IN ('queued', 'running');
CREATE UNIQUE INDEX run_debounce ON runner.run (function_id, debounce_key) WHERE status = 'queued';
CREATE INDEX run_idempotency ON runner.run (function_id, idempotency_key, created_at) WHERE idempotency_key IS NOT NULL;
CREATE INDEX run_active ON runner.run (id) WHERE status IN ('queued', 'running');
CREATE INDEX run_ended ON runner.run (ended_at) WHERE ended_at IS NOT NULL;

-- What a run remembers. `position` is the order of completion, in which the SDK resolves its promises.
CREATE SEQUENCE runner.step_position;
CREATE TABLE runner.step (
  run_id text NOT NULL REFERENCES runner.run (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'data', 'error')),
  value json,
  position bigint NOT NULL DEFAULT nextval('runner.step_position'),
  PRIMARY KEY (run_id, id)
);

-- What is to be done next: step_id 'step' asks the function to go on, any other runs or ends that one step.
CREATE TABLE runner.job (
  run_id text NOT NULL REFERENCES runner.run (id) ON DELETE CASCADE,
  step_id text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  is_sleep boolean NOT NULL DEFAULT false,
  keys text[] NOT NULL DEFAULT '{}',
  attempt integer NOT NULL DEFAULT 0,
  crashes integer NOT NULL DEFAULT 0,
  wake_app timestamptz,
  wake_real timestamptz,
  claimed_by bigint,
  last_error json,
  PRIMARY KEY (run_id, step_id)
);
CREATE INDEX job_ready ON runner.job (position) WHERE claimed_by IS NULL AND wake_app IS NULL AND wake_real IS NULL;
CREATE INDEX job_wake_app ON runner.job (wake_app) WHERE wake_app IS NOT NULL;
CREATE INDEX job_wake_real ON runner.job (wake_real) WHERE wake_real IS NOT NULL;
