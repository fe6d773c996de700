-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE events DETACH PARTITION events_2030;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-detach-not-concurrent info fix
UPDATE plans SET code = lower(code);
--- rollback
ALTER TABLE events ATTACH PARTITION events_2030 FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
