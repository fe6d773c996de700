-- expects nothing
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
--- migration
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
CREATE TABLE old_payments () INHERITS (payments);
CREATE TABLE payment_copies (LIKE payments);
