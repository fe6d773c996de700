-- expects nothing
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
CREATE TABLE events_2031 PARTITION OF events FOR VALUES FROM ('2031-01-01') TO ('2032-01-01') PARTITION BY LIST (tenant_id);
CREATE TABLE events_2031_rest PARTITION OF events_2031 DEFAULT;
--- migration
CREATE INDEX events_at_idx ON events (at);
