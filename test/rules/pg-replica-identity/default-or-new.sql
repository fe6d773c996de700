-- expects nothing
--- migration
ALTER TABLE payments REPLICA IDENTITY DEFAULT;
CREATE TABLE events (tenant_id uuid NOT NULL, what text);
ALTER TABLE events REPLICA IDENTITY FULL;
