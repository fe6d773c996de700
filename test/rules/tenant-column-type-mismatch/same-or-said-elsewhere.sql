-- expects nothing
--- history
CREATE DOMAIN tenant_key AS uuid;
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE TABLE labels (id bigint PRIMARY KEY, tenant_id tenant_key NOT NULL);
-- pg-fk-type-mismatch says it.
CREATE TABLE marks (id bigint PRIMARY KEY, tenant_id text NOT NULL REFERENCES tenants (id));
CREATE TEMPORARY TABLE working_copy (tenant_id text);
ALTER TABLE plans ADD COLUMN tenant_id text;
