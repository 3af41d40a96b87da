-- The Activity page asks for the runs of one organization, also while 100,000 wait for their turn. Runs for nobody in particular have the empty text.
DROP INDEX runner.run_failed;
CREATE INDEX run_organization ON runner.run ((coalesce(event -> 'data' ->> 'organizationId', event -> 'data' -> 'event' -> 'data' ->> 'organizationId', '')))
  WHERE status IN ('queued', 'running', 'failed');
