-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
--- migration
SET LOCAL lock_timeout = '2s';
CREATE TABLE events_2031 PARTITION OF events FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-partition-of info fix
CREATE TABLE "Events 2032" PARTITION OF public.events FOR VALUES FROM ('2032-01-01') TO (MAXVALUE) PARTITION BY LIST (tenant_id);
