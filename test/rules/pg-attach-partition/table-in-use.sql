-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
CREATE TABLE loaded (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text);
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE events ATTACH PARTITION loaded FOR VALUES FROM ('2031-01-01') TO (MAXVALUE);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-attach-partition warning fix
--- rollback
ALTER TABLE events DETACH PARTITION loaded;
