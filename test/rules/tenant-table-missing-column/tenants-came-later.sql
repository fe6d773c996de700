-- expects nothing
--- file db/migrations/V0098__introduce_tenants.sql
-- ALTER TABLE notes ADD COLUMN tenant_id uuid REFERENCES tenants (id);
--- file db/migrations/V0099__merge.sql
-- DROP TABLE drafts;
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE TABLE drafts (id bigint PRIMARY KEY, body text);
