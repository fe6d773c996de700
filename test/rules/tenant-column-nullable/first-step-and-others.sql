-- expects nothing
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
--- migration
-- The first step of making it NOT NULL on a table in use.
ALTER TABLE legacy ADD COLUMN tenant_id uuid;
CREATE TEMPORARY TABLE moved (tenant_id uuid, id bigint);
ALTER TABLE plans ADD COLUMN tenant_id uuid;
