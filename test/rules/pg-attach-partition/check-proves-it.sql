-- expects nothing
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
CREATE TABLE loaded (tenant_id uuid NOT NULL, at timestamptz NOT NULL, what text);
ALTER TABLE loaded ADD CONSTRAINT loaded_bound CHECK (at IS NOT NULL AND at >= '2031-01-01' AND at < '2032-01-01');
--- migration
ALTER TABLE events ATTACH PARTITION loaded FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');
