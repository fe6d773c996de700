-- expects findings
--- history
CREATE TABLE legacy (id bigint PRIMARY KEY, body text);
--- migration
ALTER TABLE legacy ADD COLUMN tenant_id bigint NOT NULL DEFAULT 1;
--                                                      ^^^^^^^^^ tenant-column-constant-default info fix
ALTER TABLE legacy ALTER COLUMN tenant_id DROP DEFAULT;
